package dev.purser.node.measure;

import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriStats;
import dev.purser.node.cri.CriStats.RunningContainer;
import dev.purser.node.cri.CriStats.WrittenLayer;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.measure.NodeUse.ContainerDisks;
import dev.purser.node.measure.NodeUse.ContainerUse;
import dev.purser.node.measure.NodeUse.Disks;
import dev.purser.node.measure.NodeUse.PodDisks;
import dev.purser.node.measure.NodeUse.PodUse;
import dev.purser.node.volume.DiskSpaces;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what this node uses, all of it or without the file systems. Thread-safe; blocks, and
/// throws [dev.purser.node.cri.CriException] when the runtime cannot be asked.
public final class NodeSurvey {
    private final CriRuntime runtime;
    private final CriStats stats;
    private final CgroupMeter cgroups;
    private final Places places;
    private final DiskSpaces disks = new DiskSpaces();
    private final DiskCounts counts;
    private final PodFiles files;
    private final InstantSource clock;

    /// Where to look.
    ///
    /// @param proc the mounted `/proc`
    /// @param node the node's directory
    /// @param runtime the directory of the runtime
    /// @param cgroupRoot the cgroup above all pods
    /// @param logs where those of a pod are
    public record Places(
            Path proc,
            Path node,
            Path runtime,
            String cgroupRoot,
            Function<PodIdentity, Path> logs) {}

    public NodeSurvey(
            CriRuntime runtime,
            CriStats stats,
            CgroupMeter cgroups,
            Places places,
            InstantSource clock) {
        this.runtime = runtime;
        this.stats = stats;
        this.cgroups = cgroups;
        this.places = places;
        this.clock = clock;
        this.counts = new DiskCounts(disks, clock);
        this.files = new PodFiles(places.node(), disks, counts);
    }

    /// How much is read.
    public enum Extent {
        PROCESSOR_AND_MEMORY,
        ALL
    }

    /// What is used at this moment; counts of files may be a few seconds old.
    public NodeUse read(Extent extent) throws IOException {
        Map<String, List<RunningContainer>> running =
                stats.running().stream()
                        .collect(Collectors.groupingBy(RunningContainer::sandboxId));
        Map<String, WrittenLayer> layers =
                extent == Extent.ALL
                        ? stats.layers().stream()
                                .collect(
                                        Collectors.toMap(
                                                WrittenLayer::containerId,
                                                Function.identity(),
                                                (first, _) -> first))
                        : Map.of();
        List<PodUse> pods = new ArrayList<>();
        for (Sandbox sandbox : sandboxes()) {
            pods.add(pod(sandbox, running.getOrDefault(sandbox.id(), List.of()), layers, extent));
        }
        return new NodeUse(
                MachineUse.read(places.proc(), clock),
                cgroups.read(places.cgroupRoot()),
                pods,
                extent == Extent.ALL ? Optional.of(disks()) : Optional.empty());
    }

    /// Which version of cgroups the machine has.
    public int cgroupVersion() {
        return cgroups.version();
    }

    private List<Sandbox> sandboxes() {
        return runtime.sandboxes().stream()
                .filter(Sandbox::isReady)
                .sorted(
                        Comparator.comparing((Sandbox each) -> each.pod().namespace())
                                .thenComparing(each -> each.pod().name()))
                .toList();
    }

    private PodUse pod(
            Sandbox sandbox,
            List<RunningContainer> running,
            Map<String, WrittenLayer> layers,
            Extent extent)
            throws IOException {
        String path = PodCgroup.find(cgroups, places.cgroupRoot(), sandbox.pod().uid());
        List<ContainerUse> containers = new ArrayList<>();
        for (RunningContainer each : sorted(running)) {
            Optional<CgroupReading> reading = cgroups.read(path + "/" + each.id());
            if (reading.isPresent()) {
                containers.add(
                        new ContainerUse(
                                each,
                                reading.get(),
                                cgroups.processes(path + "/" + each.id()),
                                extent == Extent.ALL
                                        ? Optional.of(containerDisks(each, layers.get(each.id())))
                                        : Optional.empty()));
            }
        }
        return new PodUse(
                sandbox.pod(),
                path,
                sandbox.createdAt(),
                cgroups.read(path),
                extent == Extent.ALL ? networks(path, sandbox) : List.of(),
                containers,
                extent == Extent.ALL ? Optional.of(podDisks(sandbox)) : Optional.empty());
    }

    private static List<RunningContainer> sorted(List<RunningContainer> running) {
        return running.stream().sorted(Comparator.comparing(RunningContainer::createdAt)).toList();
    }

    /// By the process that holds the pod's network, which has one of the machine's for a pod that
    /// has none of its own.
    private List<NetworkCount> networks(String podCgroup, Sandbox sandbox) throws IOException {
        List<String> holders = cgroups.processes(podCgroup + "/" + sandbox.id());
        if (holders.isEmpty() || runtime.addresses(sandbox.id()).isEmpty()) {
            return List.of();
        }
        return NetworkCount.parse(
                TextFiles.lines(places.proc().resolve(holders.getFirst()).resolve("net/dev")));
    }

    private ContainerDisks containerDisks(RunningContainer container, @Nullable WrittenLayer layer)
            throws IOException {
        Path logs = places.logs().apply(container.pod()).resolve(container.name());
        return new ContainerDisks(
                Optional.ofNullable(layer).map(each -> new Usage(each.bytes(), each.inodes())),
                counts.used(logs));
    }

    private PodDisks podDisks(Sandbox sandbox) throws IOException {
        String uid = sandbox.pod().uid();
        return new PodDisks(
                clock.instant(),
                files.volumes(uid),
                counts.used(places.logs().apply(sandbox.pod())),
                counts.used(files.hosts(uid)));
    }

    private Disks disks() throws IOException {
        long imageBytes =
                stats.imageStorage().stream().mapToLong(CriStats.ImageStorage::usedBytes).sum();
        return new Disks(
                clock.instant(), disks.of(places.node()), disks.of(places.runtime()), imageBytes);
    }
}
