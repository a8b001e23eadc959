package dev.purser.node.measure;

import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.client.node.NodeUsage;
import dev.purser.client.time.Timestamps;
import dev.purser.node.measure.NodeUse.ContainerDisks;
import dev.purser.node.measure.NodeUse.ContainerUse;
import dev.purser.node.measure.NodeUse.Disks;
import dev.purser.node.measure.NodeUse.PodDisks;
import dev.purser.node.measure.NodeUse.PodUse;
import dev.purser.node.measure.NodeUse.Share;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/stats/summary`: what a node and its pods use, as kubelet tells it.
final class SummaryDocument {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String node;
    private final NodeUse use;
    private final Optional<NodeUsage> rates;

    /// @param rates of processor time, from the newest measurement
    SummaryDocument(String node, NodeUse use, Optional<NodeUsage> rates) {
        this.node = node;
        this.use = use;
        this.rates = rates;
    }

    ObjectNode toJson() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        machine(summary.putObject("node"));
        ArrayNode pods = summary.putArray("pods");
        use.pods().forEach(pod -> pod(pods.addObject(), pod));
        return summary;
    }

    private void machine(ObjectNode out) {
        MachineUse machine = use.machine();
        out.put("nodeName", node);
        ArrayNode systems = out.putArray("systemContainers");
        use.allPods().ifPresent(reading -> allPods(systems.addObject(), reading));
        out.put("startTime", Timestamps.seconds(machine.bootTime()));
        StatsFields.cpu(
                out,
                machine.time(),
                rates.map(each -> OptionalLong.of(each.total().nanoCores()))
                        .orElseGet(OptionalLong::empty),
                machine.cpuNanos(),
                machine.pressure().cpu());
        memory(out, machine);
        use.disks().ifPresent(disks -> files(out, machine, disks));
        MachineUse.Memory memory = machine.memory();
        out.putObject("swap")
                .put("time", Timestamps.seconds(machine.time()))
                .put("swapAvailableBytes", memory.swapFree())
                .put("swapUsageBytes", memory.swapTotal() - memory.swapFree());
    }

    private static void memory(ObjectNode out, MachineUse machine) {
        MachineUse.Memory use = machine.memory();
        ObjectNode memory =
                out.putObject("memory")
                        .put("time", Timestamps.seconds(machine.time()))
                        .put("availableBytes", Math.max(0, use.total() - use.workingSet()))
                        .put("usageBytes", use.usage())
                        .put("workingSetBytes", use.workingSet())
                        .put("rssBytes", use.rss())
                        .put("pageFaults", use.pageFaults())
                        .put("majorPageFaults", use.majorPageFaults());
        StatsFields.stalls(memory, machine.pressure().memory());
    }

    private static void files(ObjectNode out, MachineUse machine, Disks disks) {
        StatsFields.io(out, machine.time(), machine.pressure().io());
        StatsFields.network(out, machine.time(), machine.networks());
        StatsFields.files(
                out.putObject("fs"), disks.time(), disks.node(), StatsFields.all(disks.node()));
        ObjectNode runtime = out.putObject("runtime");
        for (String name : new String[] {"imageFs", "containerFs"}) {
            Usage used =
                    new Usage(
                            disks.imageBytes(),
                            disks.images().inodes() - disks.images().inodesFree());
            StatsFields.files(
                    runtime.putObject(name), disks.time(), disks.images(), Optional.of(used));
        }
        out.putObject("rlimit")
                .put("time", Timestamps.seconds(machine.time()))
                .put("maxpid", machine.tasksMax())
                .put("curproc", machine.tasks());
    }

    private void allPods(ObjectNode out, CgroupReading reading) {
        out.put("name", "pods").put("startTime", Timestamps.seconds(reading.made()));
        cgroup(out, reading, sum(use.pods().stream().map(this::rate)));
        StatsFields.swap(out, reading);
    }

    private void pod(ObjectNode out, PodUse pod) {
        out.putObject("podRef")
                .put("name", pod.pod().name())
                .put("namespace", pod.pod().namespace())
                .put("uid", pod.pod().uid());
        out.put("startTime", Timestamps.seconds(pod.started()));
        ArrayNode containers = out.putArray("containers");
        pod.containers().forEach(each -> container(containers.addObject(), pod, each));
        pod.cgroup()
                .ifPresent(reading -> {
                    cgroup(out, reading, rate(pod));
                    if (pod.disks().isPresent()) {
                        StatsFields.network(out, reading.time(), pod.networks());
                        disks(out, pod, pod.disks().get());
                        out.putObject("process_stats").put("process_count", pod.processes());
                    }
                    StatsFields.swap(out, reading);
                });
    }

    private void container(ObjectNode out, PodUse pod, ContainerUse container) {
        CgroupReading reading = container.cgroup();
        out.put("name", container.container().name())
                .put("startTime", Timestamps.seconds(container.container().createdAt()));
        cgroup(out, reading, rate(pod, container));
        if (use.disks().isPresent() && container.disks().isPresent()) {
            Disks disks = use.disks().get();
            ContainerDisks own = container.disks().get();
            StatsFields.files(out.putObject("rootfs"), disks.time(), disks.images(), own.layer());
            StatsFields.files(
                    out.putObject("logs"), disks.time(), disks.node(), Optional.of(own.logs()));
        }
        StatsFields.swap(out, reading);
    }

    private void cgroup(ObjectNode out, CgroupReading reading, OptionalLong rate) {
        StatsFields.cpu(
                out, reading.time(), rate, reading.cpu().usageNanos(), reading.pressure().cpu());
        StatsFields.memory(out, reading, reading.pressure().memory());
        if (use.disks().isPresent()) {
            StatsFields.io(out, reading.time(), reading.pressure().io());
        }
    }

    private void disks(ObjectNode out, PodUse pod, PodDisks disks) {
        ArrayNode volumes = out.putArray("volume");
        new TreeMap<>(disks.volumes())
                .forEach((name, volume) -> {
                    ObjectNode node = volumes.addObject();
                    StatsFields.files(
                            node, disks.time(), volume.space(), Optional.of(volume.used()));
                    node.put("name", name);
                });
        use.disks()
                .ifPresent(all ->
                        StatsFields.files(
                                out.putObject("ephemeral-storage"),
                                disks.time(),
                                all.node(),
                                Optional.of(local(pod, disks))));
    }

    /// What a pod takes of the node's own storage: what its containers write, its logs and those of
    /// its volumes that are kept there.
    private static Usage local(PodUse pod, PodDisks disks) {
        long bytes = disks.logs().bytes() + disks.hosts().bytes();
        long inodes = disks.logs().inodes() + disks.hosts().inodes();
        for (NodeUse.VolumeUse volume : disks.volumes().values()) {
            if (volume.share() == Share.LOCAL) {
                bytes += volume.used().bytes();
                inodes += volume.used().inodes();
            }
        }
        for (ContainerUse container : pod.containers()) {
            Usage layer = container.disks().flatMap(ContainerDisks::layer).orElse(Usage.NONE);
            bytes += layer.bytes();
            inodes += layer.inodes();
        }
        return new Usage(bytes, inodes);
    }

    private OptionalLong rate(PodUse pod) {
        return sum(pod.containers().stream().map(each -> rate(pod, each)));
    }

    private static OptionalLong sum(Stream<OptionalLong> rates) {
        List<Long> known = rates.flatMap(each -> each.stream().boxed()).toList();
        return known.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(known.stream().mapToLong(Long::longValue).sum());
    }

    /// The newest rate; of a container that was not measured twice yet, that since it is there.
    private OptionalLong rate(PodUse pod, ContainerUse container) {
        PodKey key = new PodKey(pod.pod().namespace(), pod.pod().name(), pod.pod().uid());
        return rates.stream()
                .flatMap(all -> all.pods().stream())
                .filter(each -> each.pod().equals(key))
                .flatMap(each ->
                        Stream.ofNullable(each.containers().get(container.container().name())))
                .mapToLong(NodeUsage.Amount::nanoCores)
                .boxed()
                .findFirst()
                .map(OptionalLong::of)
                .orElseGet(() -> average(container));
    }

    private static OptionalLong average(ContainerUse container) {
        CgroupReading reading = container.cgroup();
        Duration life = Duration.between(container.container().createdAt(), reading.time());
        double seconds = life.toNanos() / NANOS_PER_SECOND;
        return seconds < 1
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(reading.cpu().usageNanos() / seconds));
    }
}
