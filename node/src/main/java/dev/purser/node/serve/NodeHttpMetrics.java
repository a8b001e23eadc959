package dev.purser.node.serve;

import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests to the node's API (`kubelet_http_...`), by kubelet's names for their paths.
/// Thread-safe.
final class NodeHttpMetrics implements MetricsSource {
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
    private static final String OTHER = "other";
    private static final Set<String> METHODS =
            Set.of("OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT");
    private static final Set<String> PATHS =
            Set.of(
                    "healthz",
                    "pods",
                    "stats",
                    "metrics",
                    "metrics/cadvisor",
                    "metrics/probes",
                    "metrics/resource",
                    "run",
                    "exec",
                    "attach",
                    "portForward",
                    "containerLogs",
                    "configz",
                    "runningpods",
                    "checkpoint",
                    "logs",
                    "debug",
                    "flagz",
                    "statusz");

    /// As kubelet judges it, which writes `portForward` otherwise here.
    private static final Set<String> LONG_RUNNING = Set.of("exec", "attach", "debug");

    private final Map<String, Sort> sorts = new ConcurrentSkipListMap<>();

    private record Sort(
            List<Map.Entry<String, String>> labels,
            LongAdder total,
            LongAdder running,
            Histogram seconds) {}

    /// A request that has not ended yet.
    interface Running {
        /// May be said more than once.
        void end();
    }

    /// A request has come.
    Running begin(String method, String path) {
        Sort sort = sort(METHODS.contains(method) ? method : OTHER, bucket(path));
        sort.total().increment();
        sort.running().increment();
        long start = System.nanoTime();
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                sort.running().decrement();
                sort.seconds().record((System.nanoTime() - start) / 1e9);
            }
        };
    }

    private Sort sort(String method, String path) {
        return sorts.computeIfAbsent(
                method + " " + path,
                _ ->
                        new Sort(
                                List.of(
                                        Map.entry(
                                                "long_running",
                                                Boolean.toString(LONG_RUNNING.contains(path))),
                                        Map.entry("method", method),
                                        Map.entry("path", path),
                                        Map.entry("server_type", "readwrite")),
                                new LongAdder(),
                                new LongAdder(),
                                new Histogram(SECONDS)));
    }

    private static String bucket(String path) {
        String[] parts = path.replaceFirst("^/", "").split("/", 3);
        String root =
                parts[0].equals("metrics") && parts.length > 1
                        ? parts[0] + "/" + parts[1]
                        : parts[0];
        return PATHS.contains(root) ? root : OTHER;
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                "kubelet_http_inflight_requests",
                MetricsText.Type.GAUGE,
                "Requests to the node's API that have not ended.");
        sorts.values()
                .forEach(sort ->
                        text.sample(
                                "kubelet_http_inflight_requests",
                                sort.labels(),
                                sort.running().sum()));
        text.family(
                "kubelet_http_requests_duration_seconds",
                MetricsText.Type.HISTOGRAM,
                "How long requests to the node's API took.");
        sorts.values()
                .forEach(sort ->
                        sort.seconds()
                                .writeTo(
                                        text,
                                        "kubelet_http_requests_duration_seconds",
                                        sort.labels()));
        text.family(
                "kubelet_http_requests_total",
                MetricsText.Type.COUNTER,
                "Requests to the node's API.");
        sorts.values()
                .forEach(sort ->
                        text.sample(
                                "kubelet_http_requests_total", sort.labels(), sort.total().sum()));
    }
}
