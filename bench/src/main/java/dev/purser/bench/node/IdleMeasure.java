package dev.purser.bench.node;

import dev.purser.bench.node.NodeReport.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the node's own programs use while nothing happens.
final class IdleMeasure {
    private static final Duration SETTLE = Duration.ofSeconds(15);

    private IdleMeasure() {}

    /// Measures all clusters over the same span of time.
    ///
    /// @param span the longer, the finer: kubelet's figures are some ten seconds old
    static List<Row> of(List<Cluster> clusters, int pods, Duration span) throws Exception {
        Thread.sleep(SETTLE);
        Map<String, List<AgentUsage>> before = new HashMap<>();
        for (Cluster cluster : clusters) {
            before.put(cluster.name(), AgentUsage.of(cluster));
        }
        long start = System.nanoTime();
        Thread.sleep(span);
        List<Row> rows = new ArrayList<>();
        for (Cluster cluster : clusters) {
            List<AgentUsage> now = AgentUsage.of(cluster);
            long nanos = System.nanoTime() - start;
            String what = "idle with %d pods".formatted(pods);
            if (now.isEmpty()) {
                rows.add(Row.note(what, cluster.name(), "not measurable"));
            }
            for (AgentUsage usage : now) {
                before.getOrDefault(cluster.name(), List.of()).stream()
                        .filter(was -> was.program().equals(usage.program()))
                        .forEach(was -> rows.add(row(what, cluster, was, usage, nanos)));
            }
        }
        return rows;
    }

    private static Row row(
            String what, Cluster cluster, AgentUsage was, AgentUsage now, long nanos) {
        double share = 100.0 * (now.cpuNanos() - was.cpuNanos()) / nanos;
        return Row.usage(what + ": " + now.program(), cluster.name(), share, now);
    }
}
