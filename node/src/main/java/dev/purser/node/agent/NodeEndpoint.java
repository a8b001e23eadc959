package dev.purser.node.agent;

import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.UsageSource;
import dev.purser.node.access.CallerAuthentication;
import dev.purser.node.access.NodeAuthorization;
import dev.purser.node.agent.NodeAgent.Surroundings;
import dev.purser.node.cri.CriStats;
import dev.purser.node.cri.GrpcStats;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.measure.CgroupMeter;
import dev.purser.node.measure.NodeStats;
import dev.purser.node.measure.NodeSurvey;
import dev.purser.node.pod.RuntimeRelist;
import dev.purser.node.report.Machine;
import dev.purser.node.serve.NodeApi;
import dev.purser.node.serve.NodePods;
import dev.purser.node.serve.NodeServer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.stream.StreamProxy;
import dev.purser.wire.tls.CertificateVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's own API, from its start to its end. Thread-safe.
final class NodeEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEndpoint.class);
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final NodeSettings settings;
    private final Surroundings around;
    private final Node node;
    private volatile @Nullable NodeServer server;

    /// The node as it is wired so far.
    record Node(
            RuntimeHost host,
            Machine machine,
            HostSettings hostSettings,
            NodePods pods,
            NodeStreams streams,
            UsageSource usage,
            MetricsSource probes) {}

    NodeEndpoint(NodeSettings settings, Surroundings around, Node node) {
        this.settings = settings;
        this.around = around;
        this.node = node;
    }

    /// Begins to listen, if the node is to serve at all.
    void start(RuntimeRelist relist) throws IOException {
        if (around.serving().isEmpty()) {
            return;
        }
        NodeServer.Identity identity = around.serving().get();
        CertificateVerification clients =
                new CertificateVerification(
                        () -> List.of(identity.authority().get()), around.timers());
        RequestHandler api =
                NodeApi.of(
                        new CallerAuthentication(clients, around.api()),
                        new NodeAuthorization(around.api(), settings.nodeName()),
                        parts(relist));
        NodeServer started =
                NodeServer.start(settings.kubelet().endpoint(), identity, api, new StreamProxy());
        server = started;
        LOG.info("The node's API listens on port {}", started.port());
    }

    private NodeApi.Parts parts(RuntimeRelist relist) {
        CriStats runtimeStats = new GrpcStats(node.host().channel());
        return new NodeApi.Parts(
                settings.nodeName(),
                node.pods(),
                node.streams(),
                node.host().runtime(),
                runtimeStats,
                stats(runtimeStats),
                List.of(node.host().channel().metrics()),
                node.probes(),
                relist::complaint,
                new NodeApi.Configuration(
                        settings.kubelet().document(),
                        Map.of(
                                "podLogsDir",
                                settings.podLogs().toString(),
                                "containerRuntimeEndpoint",
                                "unix://" + node.host().socket()),
                        this::port),
                settings.directory().resolve("checkpoints"),
                around.timers());
    }

    private NodeStats stats(CriStats runtimeStats) {
        String cgroupRoot = node.host().cgroupRoot();
        NodeSurvey survey =
                new NodeSurvey(
                        node.host().runtime(),
                        runtimeStats,
                        new CgroupMeter(CGROUPS, around.timers()),
                        new NodeSurvey.Places(
                                PROC,
                                settings.directory(),
                                settings.containerd(),
                                cgroupRoot,
                                node.hostSettings()::podLogDirectory),
                        around.timers());
        Machine machine = node.machine();
        return new NodeStats(
                new NodeStats.Subject(
                        settings.nodeName(),
                        PROC,
                        settings.directory(),
                        cgroupRoot,
                        machine.bootId(),
                        machine.machineId(),
                        machine.systemUuid()),
                survey,
                node.usage());
    }

    /// Where the API listens; 0 for nowhere.
    int port() {
        NodeServer running = server;
        return running == null ? 0 : running.port();
    }

    @Override
    public void close() {
        NodeServer running = server;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                LOG.warn("The node's API did not stop cleanly", e);
            }
        }
    }
}
