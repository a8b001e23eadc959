package dev.purser.bench.node;

import dev.purser.bench.node.NodeReport.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// All measures of nodes, with all clusters taking turns in every round.
public final class NodeBench {
    private final List<Cluster> clusters;
    private final Settings settings;
    private final NodeReport report;

    NodeBench(List<Cluster> clusters, Settings settings, NodeReport report) {
        this.clusters = List.copyOf(clusters);
        this.settings = settings;
        this.report = report;
    }

    /// What to measure.
    ///
    /// @param image with a shell, `mkfifo`, `sleep` and `stat`; it must be on the nodes already
    /// @param idle how long to look at idle programs; zero to leave that out
    record Settings(String image, Updates updates, Starts starts, Duration idle) {}

    /// @param pods how many of them mount what is changed, for one measure each
    /// @param changes how often it is changed for each of them
    /// @param limit of the time that one cluster's changes take
    record Updates(List<Integer> pods, int changes, Duration limit) {}

    /// @param rounds how often one pod is started
    /// @param burst how many pods are started at once
    /// @param bursts how often
    record Starts(int rounds, int burst, int bursts) {}

    void run() throws Exception {
        Map<String, Duration> ahead = new HashMap<>();
        for (Cluster cluster : clusters) {
            Duration difference = NodeClock.ahead(cluster);
            ahead.put(cluster.name(), difference);
            if (!difference.isZero()) {
                String text = "%d ms, taken into account".formatted(difference.toMillis());
                report.add(Row.note("the node's clock is ahead by", cluster.name(), text));
            }
        }
        idle(0);
        Starts starts = settings.starts();
        ready(starts.rounds(), 1, "apply to Ready, one pod");
        ready(
                starts.bursts(),
                starts.burst(),
                "apply to Ready, each of %d pods at once".formatted(starts.burst()));
        UpdateTurns turns =
                new UpdateTurns(
                        settings.updates().changes(),
                        settings.updates().limit(),
                        new Random(),
                        InstantSource.system(),
                        Thread::sleep);
        for (int pods : settings.updates().pods()) {
            update(pods, turns, ahead);
        }
        report.end();
    }

    private void idle(int pods) throws Exception {
        if (settings.idle().isPositive()) {
            IdleMeasure.of(clusters, pods, settings.idle()).forEach(report::add);
        }
    }

    private void ready(int rounds, int count, String what) throws Exception {
        Map<String, List<Long>> each = new HashMap<>();
        Map<String, List<Long>> whole = new HashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Cluster cluster : clusters) {
                BenchPods maker = new BenchPods(cluster, settings.image());
                List<String> names = IntStream.range(0, count).mapToObj(i -> "ready-" + i).toList();
                long start = System.nanoTime();
                List<Long> nanos = maker.start(names.stream().map(maker::idle).toList());
                long took = System.nanoTime() - start;
                cluster.deleteAll(Cluster.PODS);
                // The first round warms up.
                if (round > 0) {
                    each.computeIfAbsent(cluster.name(), _ -> new ArrayList<>()).addAll(nanos);
                    whole.computeIfAbsent(cluster.name(), _ -> new ArrayList<>()).add(took);
                }
            }
        }
        for (Cluster cluster : clusters) {
            add(what, cluster, each);
            if (count > 1) {
                add("the same, until all are Ready", cluster, whole);
            }
        }
    }

    private void add(String what, Cluster cluster, Map<String, List<Long>> nanos) {
        List<Long> measured = nanos.getOrDefault(cluster.name(), List.of());
        if (!measured.isEmpty()) {
            report.add(Row.times(what, cluster.name(), measured));
        }
    }

    private void update(int pods, UpdateTurns turns, Map<String, Duration> ahead) throws Exception {
        List<UpdateMeasure> measures = new ArrayList<>();
        for (Cluster cluster : clusters) {
            Duration difference = ahead.getOrDefault(cluster.name(), Duration.ZERO);
            measures.add(UpdateMeasure.begin(cluster, settings.image(), pods, difference));
        }
        Map<String, List<Long>> nanos = turns.run(measures);
        String what = "ConfigMap update to mounted file, %d pods".formatted(pods);
        for (Cluster cluster : clusters) {
            add(what, cluster, nanos);
        }
        if (pods >= 100) {
            idle(pods);
        }
        for (UpdateMeasure measure : measures) {
            measure.end();
        }
    }
}
