package dev.purser.node.agent;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.CountingEventRecorder;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventSource;
import dev.purser.client.event.EventWriter;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.UsageSource;
import dev.purser.client.time.Timers;
import dev.purser.node.assign.AssignedPods;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.cri.ContainerTasks;
import dev.purser.node.cri.ContainerdEvents;
import dev.purser.node.cri.GrpcTasks;
import dev.purser.node.cri.RuntimeEvents;
import dev.purser.node.environment.ServiceSource;
import dev.purser.node.exec.RunningProcesses;
import dev.purser.node.linux.NetworkNamespace;
import dev.purser.node.linux.OpenFiles;
import dev.purser.node.log.ContainerLogs;
import dev.purser.node.log.LogChanges;
import dev.purser.node.manifest.MirrorStreams;
import dev.purser.node.pod.Pods;
import dev.purser.node.pod.RuntimeRelist;
import dev.purser.node.report.HostAddress;
import dev.purser.node.report.Machine;
import dev.purser.node.report.NodeReporter;
import dev.purser.node.serve.NodeServer;
import dev.purser.node.shutdown.NodeShutdown;
import dev.purser.node.shutdown.NodeShutdown.Fate;
import dev.purser.node.shutdown.ShutdownPlan;
import dev.purser.node.stream.PodStreams;
import dev.purser.node.usage.NodeMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node: containerd, the pods that are bound to it, and what it reports. Thread-safe.
///
/// Closing it leaves the pods running; the next agent with the same directory adopts them.
public final class NodeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
    private static final Path PROC = Path.of("/proc");
    private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOG_CHECK_PAUSE = Duration.ofSeconds(1);
    private static final GroupVersionKind NODE = new GroupVersionKind("", "v1", "Node");
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMinutes(2);

    private final RuntimeHost host;
    private final Informers informers;
    private final EventWriter eventWriter;
    private final EventRecorder events;
    private final String nodeName;
    private final PodParts parts;
    private final Pods pods;
    private final AssignedPods assigned;
    private final StaticPart statics;
    private final RuntimeEvents runtimeEvents;
    private final RuntimeRelist relist;
    private final RuntimeLogs runtimeLogs;
    private final RuntimeKeeper runtimeKeeper;
    private final NodeReporter reporter;
    private final ResourceParts resources;
    private final LogChanges logChanges;
    private final NodeStreams streams;
    private final NodeMeter meter;
    private final NodeEndpoint endpoint;
    private final NodeShutdown shutdown = new NodeShutdown();

    /// What a node needs of the process it runs in.
    ///
    /// @param random makes the keys of pods too
    /// @param services whose addresses containers find in their environment
    /// @param serving what the node's own API shows in TLS; empty for a node that serves none
    public record Surroundings(
            Api api,
            Timers timers,
            SecureRandom random,
            ServiceSource services,
            Optional<NodeServer.Identity> serving) {}

    private NodeAgent(NodeSettings settings, Surroundings around, RuntimeHost host)
            throws IOException {
        this.host = host;
        Machine machine = Machine.read(settings.directory());
        var identity =
                new NodeReporter.Identity(
                        settings.nodeName(),
                        machine,
                        List.of(HostAddress.find()),
                        settings.kubelet(),
                        this::kubeletPort);
        informers = new Informers(around.api(), around.timers(), around.random());
        eventWriter = new EventWriter(around.timers());
        nodeName = settings.nodeName();
        events =
                new CountingEventRecorder(
                        around.api(),
                        new EventSource("kubelet", settings.nodeName()),
                        eventWriter,
                        around.timers());
        parts = new PodParts(settings, around, host, identity);
        statics = new StaticPart(settings, around);
        pods = new Pods(parts.services(events, shutdown, statics.mirrors().statusWriter()));
        parts.tellOfVolumes(pods);
        parts.follow(pods);
        assigned =
                new AssignedPods(
                        informers, settings.nodeName(), pods, statics.mirrors(), around.timers());
        runtimeEvents = new ContainerdEvents(host.channel());
        relist = new RuntimeRelist(host.runtime(), around.timers(), pods);
        runtimeLogs =
                new RuntimeLogs(
                        host.runtime(),
                        parts.hostSettings(),
                        settings.kubelet().logs(),
                        around.timers());
        runtimeKeeper = new RuntimeKeeper(host.kept(), around.timers());
        reporter =
                new NodeReporter(
                        around.api(),
                        around.timers(),
                        identity,
                        new NodeReporter.Sources(
                                host.runtime(),
                                host.images(),
                                shutdown::problem,
                                parts.pressures()),
                        events);
        resources =
                new ResourceParts(
                        new ResourceParts.Node(
                                settings, host, parts, pods, assigned, reporter, PROC),
                        identity,
                        events,
                        around.timers());
        logChanges = new LogChanges(FileSystems.getDefault());
        streams =
                new MirrorStreams(
                        new PodStreams(streamSources(around), parts.hostSettings(), assigned),
                        statics.mirrors());
        meter = new NodeMeter(settings.nodeName(), host.runtime(), around.timers(), PROC);
        endpoint =
                new NodeEndpoint(
                        settings,
                        around,
                        new NodeEndpoint.Node(
                                host,
                                machine,
                                parts.hostSettings(),
                                assigned,
                                streams,
                                meter,
                                parts.probeMetrics()));
    }

    private PodStreams.Sources streamSources(Surroundings around) {
        ContainerTasks tasks = new GrpcTasks(host.channel());
        return new PodStreams.Sources(
                host.runtime(),
                tasks,
                new RunningProcesses(tasks, host.pipes(), around.random(), around.timers()),
                new NetworkNamespace(),
                new ContainerLogs(logChanges, new OpenFiles(), LOG_CHECK_PAUSE));
    }

    /// Where the node's own API listens, 0 for nowhere.
    private int kubeletPort() {
        return endpoint.port();
    }

    /// Starts a node, or takes over the pods that an earlier process left running. Returns once the
    /// runtime is ready; node and pods are reported as soon as the API lets them.
    ///
    /// @throws NodeStartException when this machine cannot run pods
    public static NodeAgent start(NodeSettings settings, Surroundings around)
            throws NodeStartException, InterruptedException {
        try {
            Files.createDirectories(settings.directory());
            NodeAgent agent = new NodeAgent(settings, around, RuntimeHost.start(settings));
            agent.begin();
            agent.host.removeLeftLater(around.timers());
            return agent;
        } catch (ContainerdException e) {
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            throw new NodeStartException("The node cannot be started: " + e.getMessage(), e);
        }
    }

    private void begin() throws IOException {
        endpoint.start(relist);
        reporter.start();
        statics.start(pods, host.runtime(), events);
        informers.start();
        runtimeEvents.start(pods);
        relist.start();
        runtimeLogs.start();
        runtimeKeeper.start();
        meter.start();
        Thread.ofVirtual().name("node-cleaning").start(this::removeStrangers);
    }

    /// Pods may have been deleted while no agent ran; only the whole list tells.
    private void removeStrangers() {
        try {
            while (!assigned.awaitSynced(SYNC_TIMEOUT)) {
                LOG.warn("The pods of this node are not known yet");
            }
            Set<String> uids = new HashSet<>(assigned.uids());
            uids.addAll(statics.uids());
            pods.removeOthers(uids);
            resources.start();
        } catch (InterruptedException e) {
            LOG.debug("Cleaning ended early");
        }
    }

    /// The logs and streams of this node's pods.
    public NodeStreams streams() {
        return streams;
    }

    /// What this node and its pods use.
    public UsageSource usage() {
        return meter;
    }

    /// How many pods run here, or are to.
    public int activePods() {
        return pods.active().size();
    }

    /// The longest that the pods of now will take to end, if they are to return.
    public Duration longestEnd(ShutdownPlan plan) {
        return NodeShutdown.longestEnd(pods, plan);
    }

    /// Ends the pods as a plan says, with their hooks, while the API still hears of it. The node is
    /// not ready from now on. What is left is to [#close].
    ///
    /// @return whether all have ended
    public boolean endPods(ShutdownPlan plan, Fate fate) throws InterruptedException {
        shutdown.begin();
        if (fate == Fate.FAIL) {
            events.normal(
                    KubeObject.named(NODE, "", nodeName),
                    "NodeShutdown",
                    "Shutdown manager detected shutdown event");
        }
        if (!reporter.reportOnce()) {
            LOG.warn("The API does not know yet that the node is shutting down");
        }
        return shutdown.endPods(pods, plan, fate);
    }

    /// Stops and removes all pods, containerd, and the network of the pods. The pods' objects stay:
    /// they run again when the node comes back.
    public void shutDown() throws InterruptedException {
        endpoint.close();
        reporter.close();
        statics.close();
        informers.close();
        if (!pods.shutDown(SHUTDOWN_TIMEOUT)) {
            LOG.warn("Some pods did not end in {}", SHUTDOWN_TIMEOUT);
        }
        runtimeEvents.close();
        relist.close();
        runtimeLogs.close();
        meter.close();
        resources.close();
        runtimeKeeper.close();
        parts.close();
        eventWriter.close();
        host.shutDown();
    }

    @Override
    public void close() {
        endpoint.close();
        reporter.close();
        statics.close();
        informers.close();
        runtimeEvents.close();
        relist.close();
        runtimeLogs.close();
        meter.close();
        resources.close();
        runtimeKeeper.close();
        pods.stop();
        parts.close();
        eventWriter.close();
        host.close();
        try {
            logChanges.close();
        } catch (IOException e) {
            LOG.warn("The watch of the logs could not be closed", e);
        }
    }
}
