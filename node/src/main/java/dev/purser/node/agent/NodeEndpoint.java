package dev.purser.node.agent;

import dev.purser.client.node.NodeStreams;
import dev.purser.node.access.CallerAuthentication;
import dev.purser.node.access.NodeAuthorization;
import dev.purser.node.agent.NodeAgent.Surroundings;
import dev.purser.node.cri.GrpcStats;
import dev.purser.node.pod.RuntimeRelist;
import dev.purser.node.serve.NodeApi;
import dev.purser.node.serve.NodePods;
import dev.purser.node.serve.NodeServer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.stream.Dialer;
import dev.purser.wire.stream.RequestedStreams;
import dev.purser.wire.stream.StreamProxy;
import dev.purser.wire.tls.CertificateVerification;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's own API, from its start to its end. Thread-safe.
final class NodeEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEndpoint.class);
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(10);

    private final NodeSettings settings;
    private final Surroundings around;
    private final RuntimeHost host;
    private final NodePods pods;
    private final NodeStreams streams;
    private volatile @Nullable NodeServer server;

    NodeEndpoint(
            NodeSettings settings,
            Surroundings around,
            RuntimeHost host,
            NodePods pods,
            NodeStreams streams) {
        this.settings = settings;
        this.around = around;
        this.host = host;
        this.pods = pods;
        this.streams = streams;
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
                NodeServer.start(
                        settings.kubelet().endpoint(),
                        identity,
                        api,
                        new StreamProxy(Dialer.tcp(DIAL_TIMEOUT), RequestedStreams::ofKubelet));
        server = started;
        LOG.info("The node's API listens on port {}", started.port());
    }

    private NodeApi.Parts parts(RuntimeRelist relist) {
        return new NodeApi.Parts(
                pods,
                streams,
                host.runtime(),
                new GrpcStats(host.channel()),
                relist::complaint,
                new NodeApi.Configuration(
                        settings.kubelet().document(),
                        Map.of(
                                "podLogsDir",
                                settings.podLogs().toString(),
                                "containerRuntimeEndpoint",
                                "unix://" + host.socket()),
                        this::port),
                settings.directory().resolve("checkpoints"),
                around.timers());
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
