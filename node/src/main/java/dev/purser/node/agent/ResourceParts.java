package dev.purser.node.agent;

import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.time.Timers;
import dev.purser.node.assign.AssignedPods;
import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.collect.ContainerCollector;
import dev.purser.node.collect.ContainerRoots;
import dev.purser.node.collect.ImageCollector;
import dev.purser.node.collect.ImageCollector.Room;
import dev.purser.node.collect.LostContainers;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.eviction.EvictionTargets;
import dev.purser.node.eviction.LinuxConsumption;
import dev.purser.node.eviction.LinuxSignals;
import dev.purser.node.eviction.OomWatch;
import dev.purser.node.eviction.OomWatch.Victim;
import dev.purser.node.eviction.PressureWatch;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.launch.ContainerCgroups;
import dev.purser.node.pod.Pods;
import dev.purser.node.report.NodeCapacity;
import dev.purser.node.report.NodeEvents;
import dev.purser.node.report.NodeReporter;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.volume.DiskSpaces;
import dev.purser.node.volume.DiskSpaces.Space;
import dev.purser.node.volume.LinuxMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what watches over the machine's resources: pressure and eviction, and the removal of what
/// nobody needs. Thread-safe.
final class ResourceParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceParts.class);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final PressureWatch watch;
    private final Collection collection;
    private final OomWatch kills;
    private boolean isClosed;

    /// The node as it is wired so far.
    ///
    /// @param proc the mounted `/proc`
    record Node(
            NodeSettings settings,
            RuntimeHost host,
            PodParts parts,
            Pods pods,
            AssignedPods assigned,
            NodeReporter reporter,
            Path proc) {}

    ResourceParts(
            Node node, NodeReporter.Identity identity, EventRecorder recorder, Timers timers) {
        KubeletConfiguration kubelet = node.settings().kubelet();
        NodeEvents events = new NodeEvents(identity.name(), recorder);
        DiskSpaces disks = new DiskSpaces();
        CgroupUsage cgroups = new CgroupUsage(new CgroupTree(CGROUPS));
        ImageCollector images =
                new ImageCollector(
                        new ImageCollector.Stock(
                                node.parts().images(), node.host().runtime(), node.pods()::active),
                        () -> room(disks, node.settings().containerd()),
                        kubelet.images(),
                        events,
                        timers);
        ContainerCollector containers =
                new ContainerCollector(
                        node.host().runtime(),
                        node.parts().hostSettings(),
                        new ContainerCollector.Pods(
                                () -> node.assigned().identities(), node.pods()::ended),
                        new LostContainers(
                                node.host().runtime(),
                                new ContainerCgroups(CGROUPS, node.host().cgroupRoot()),
                                new ContainerRoots(
                                        new ContainerdLayout(node.settings().containerd()).tasks(),
                                        new LinuxMounts()),
                                new StrayProcesses(node.proc())));
        collection = new Collection(containers, images, events, timers);
        kills =
                new OomWatch(
                        Path.of("/dev/kmsg"),
                        node.proc().resolve("uptime"),
                        victim -> tellKill(node.host(), events, victim));
        watch =
                new PressureWatch(
                        new PressureWatch.Sources(
                                new LinuxSignals(
                                        new LinuxSignals.Places(
                                                node.proc(),
                                                node.settings().directory(),
                                                node.settings().containerd(),
                                                node.host().cgroupRoot()),
                                        disks,
                                        cgroups,
                                        NodeCapacity.of(identity.machine(), kubelet)
                                                .podsMemoryBytes()),
                                new LinuxConsumption(
                                        node.host().runtime(),
                                        cgroups,
                                        disks,
                                        node.parts().places())),
                        kubelet.eviction(),
                        new PressureWatch.Means(
                                node.parts().pressures(),
                                new Targets(node.pods(), node.reporter(), recorder, events),
                                collection::reclaimDisk),
                        timers);
    }

    /// Kills in containers are shown by their pods.
    private static void tellKill(RuntimeHost host, NodeEvents events, Victim victim) {
        if (victim.isOutside()) {
            events.record(
                    EventType.WARNING,
                    "SystemOOM",
                    "System OOM encountered, victim process: %s, pid: %d"
                            .formatted(victim.process(), victim.pid()));
        } else if (victim.cgroup().contains(host.cgroupRoot() + "/")) {
            victim.container().ifPresent(host.memoryKills()::add);
        }
    }

    private static Room room(DiskSpaces disks, Path images) {
        try {
            Space space = disks.of(images);
            return new Room(space.capacityBytes(), space.availableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins, unless the node is closed already; all pods of the node have to be known.
    synchronized void start() {
        if (!isClosed) {
            watch.start();
            collection.start();
            kills.start();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        watch.close();
        collection.close();
        kills.close();
    }

    private record Targets(
            Pods pods, NodeReporter reporter, EventRecorder recorder, NodeEvents events)
            implements EvictionTargets {
        @Override
        public List<PodSpec> active() {
            return pods.active();
        }

        @Override
        public void evict(PodSpec pod, Verdict verdict, Duration graceLimit) {
            LOG.info("Evicting pod {}: {}", pod.identity(), verdict.message());
            recorder.warning(pod.pod(), verdict.reason(), verdict.message());
            pods.kill(pod.identity().uid(), verdict, graceLimit);
        }

        @Override
        public boolean awaitEnd(PodSpec pod, Duration limit) throws InterruptedException {
            return pods.awaitEnd(Set.of(pod.identity().uid()), limit);
        }

        @Override
        public void announce(String resource) {
            events.record(
                    EventType.WARNING, "EvictionThresholdMet", "Attempting to reclaim " + resource);
        }

        @Override
        public void conditionsChanged() {
            Thread.ofVirtual().name("node-pressure-report").start(reporter::reportOnce);
        }
    }
}
