package dev.purser.node.serve;

import dev.purser.client.node.NodeStreams;
import dev.purser.node.access.CallerAuthentication;
import dev.purser.node.access.NodeAuthorization;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriStats;
import dev.purser.node.measure.NodeStats;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.ProcessMetrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Which paths the node's API has.
public final class NodeApi {
    /// Where the logs of this machine are.
    private static final Path HOST_LOGS = Path.of("/var/log");

    private static final String CONTAINER = "/{podNamespace}/{podID}/{containerName}";
    private static final String CONTAINER_OF_UID = "/{podNamespace}/{podID}/{uid}/{containerName}";

    private NodeApi() {}

    /// What the API is made of.
    ///
    /// @param node its name
    /// @param metrics what else `/metrics` shows
    /// @param probes what `/metrics/probes` shows
    /// @param syncLoop what is wrong with the loops of the pods; empty when nothing is
    /// @param directory for archives of containers
    public record Parts(
            String node,
            NodePods pods,
            NodeStreams streams,
            CriRuntime runtime,
            CriStats archives,
            NodeStats stats,
            List<MetricsSource> metrics,
            MetricsSource probes,
            Supplier<Optional<String>> syncLoop,
            Configuration configuration,
            Path directory,
            InstantSource clock) {}

    /// What `/configz` shows.
    ///
    /// @param document not to be changed
    /// @param actual fields that this node settles itself
    /// @param port where the node listens
    public record Configuration(ObjectNode document, Map<String, String> actual, IntSupplier port) {
        public Configuration {
            actual = Map.copyOf(actual);
        }
    }

    /// The whole API, behind its doors.
    public static RequestHandler of(
            CallerAuthentication authentication, NodeAuthorization authorization, Parts parts) {
        NodeHttpMetrics metrics = new NodeHttpMetrics();
        return new NodeRequests(authentication, authorization, routes(parts, metrics), metrics);
    }

    private static List<MetricsSource> sources(Parts parts, NodeHttpMetrics http) {
        List<MetricsSource> sources = new ArrayList<>();
        sources.add(MetricsEndpoint::build);
        sources.add(
                new KubeletMetrics(
                        parts.node(),
                        parts.pods(),
                        parts.runtime(),
                        parts.stats().cgroupVersion()));
        sources.add(http);
        sources.addAll(parts.metrics());
        sources.add(ProcessMetrics::writeTo);
        return sources;
    }

    private static Routes routes(Parts parts, NodeHttpMetrics http) {
        StatsEndpoints stats = new StatsEndpoints(parts.stats());
        HealthEndpoint health = new HealthEndpoint(parts.syncLoop());
        StreamEndpoints streams = new StreamEndpoints(parts.pods(), parts.streams());
        RunEndpoint run = new RunEndpoint(parts.pods(), parts.runtime());
        Configuration configuration = parts.configuration();
        Routes.Builder routes =
                new Routes.Builder()
                        .any("/healthz", health)
                        .any("/healthz/{check}", health)
                        .any("/metrics", new MetricsEndpoint(sources(parts, http)))
                        .any(
                                "/metrics/probes",
                                new MetricsEndpoint(
                                        List.of(parts.probes(), ProcessMetrics::writeStart)))
                        .any("/metrics/cadvisor", stats::containers)
                        .any("/metrics/resource", stats::resources)
                        .get("/stats/summary", stats::summary)
                        .post("/stats/summary", stats::summary)
                        .get("/logs/{path:*}", new HostLogsEndpoint(HOST_LOGS))
                        .get("/pods", new PodsEndpoint(parts.pods()))
                        .get("/runningpods", new RunningPodsEndpoint(parts.runtime()))
                        .get(
                                "/containerLogs" + CONTAINER,
                                new ContainerLogsEndpoint(
                                        parts.pods(), parts.streams(), parts.clock()))
                        .any(
                                "/configz",
                                new ConfigEndpoint(
                                        configuration.document(),
                                        configuration.actual(),
                                        configuration.port()))
                        .post(
                                "/checkpoint" + CONTAINER,
                                new CheckpointEndpoint(
                                        parts.pods(),
                                        parts.runtime(),
                                        parts.archives(),
                                        parts.directory(),
                                        parts.clock()))
                        .upgraded("/portForward/{podNamespace}/{podID}", streams::portForward)
                        .upgraded(
                                "/portForward/{podNamespace}/{podID}/{uid}", streams::portForward);
        for (String pattern : List.of(CONTAINER, CONTAINER_OF_UID)) {
            routes.post("/run" + pattern, run)
                    .upgraded("/exec" + pattern, streams::exec)
                    .upgraded("/attach" + pattern, streams::attach);
        }
        return routes.build();
    }
}
