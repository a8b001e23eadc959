package dev.purser.node.eviction;

import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.cri.ContainerReading;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.eviction.PodConsumption.ContainerConsumption;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.launch.SandboxConfigs;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.volume.DiskSpaces;
import dev.purser.node.volume.DiskSpaces.Usage;
import dev.purser.node.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What pods use on this machine: memory and processes from their cgroups, what containers wrote
/// from the runtime, and logs and volumes by counting their files. Thread-safe.
public final class LinuxConsumption implements ConsumptionSource {
    private final CriRuntime runtime;
    private final CgroupUsage cgroups;
    private final DiskSpaces disks;
    private final PodPlaces places;

    /// Where the parts of a pod are.
    public record PodPlaces(SandboxConfigs cgroups, HostSettings logs, PodVolumes volumes) {}

    public LinuxConsumption(
            CriRuntime runtime, CgroupUsage cgroups, DiskSpaces disks, PodPlaces places) {
        this.runtime = runtime;
        this.cgroups = cgroups;
        this.disks = disks;
        this.places = places;
    }

    @Override
    public Map<String, PodConsumption> of(Collection<PodSpec> pods) throws IOException {
        List<ContainerReading> readings;
        try {
            readings = runtime.readings();
        } catch (CriException e) {
            throw new IOException("what containers use is not known", e);
        }
        Map<String, PodConsumption> all = new HashMap<>();
        for (PodSpec pod : pods) {
            String uid = pod.identity().uid();
            all.put(
                    uid,
                    of(
                            pod,
                            readings.stream()
                                    .filter(each -> each.pod().uid().equals(uid))
                                    .toList()));
        }
        return all;
    }

    private PodConsumption of(PodSpec pod, List<ContainerReading> readings) throws IOException {
        Path logs = places.logs().podLogDirectory(pod.identity());
        Map<String, ContainerConsumption> containers = new HashMap<>();
        for (ContainerReading each : readings) {
            containers.put(
                    each.name(),
                    new ContainerConsumption(
                            each.memoryBytes(),
                            new Amount(each.writtenBytes(), each.writtenInodes()),
                            used(logs.resolve(each.name()))));
        }
        String cgroup = places.cgroups().cgroup(pod);
        long memory =
                cgroups.workingSetBytes(cgroup)
                        .orElseGet(() ->
                                readings.stream().mapToLong(ContainerReading::memoryBytes).sum());
        return new PodConsumption(
                memory, cgroups.processes(cgroup).orElse(0), containers, volumes(pod));
    }

    private Map<String, Amount> volumes(PodSpec pod) throws IOException {
        Path directories =
                places.volumes()
                        .podDirectory(pod.identity().uid())
                        .resolve("volumes/kubernetes.io~empty-dir");
        Map<String, Amount> volumes = new HashMap<>();
        for (JsonNode volume : pod.json().path("volumes")) {
            boolean isOnDisk =
                    volume.has("emptyDir")
                            && volume.path("emptyDir").path("medium").asString("").isEmpty();
            if (isOnDisk) {
                String name = volume.path("name").asString("");
                volumes.put(name, used(directories.resolve(name)));
            }
        }
        return volumes;
    }

    private Amount used(Path path) throws IOException {
        Usage usage = disks.used(path);
        return new Amount(usage.bytes(), usage.inodes());
    }
}
