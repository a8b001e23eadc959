package dev.purser.server.flow;

import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsText;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What flow control counts, under Kubernetes' names. Thread-safe. Its labels are names of objects
/// that only administrators can make.
final class FlowMetrics {
    private static final double[] SECONDS = {
        0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30
    };
    private static final double[] SEATS = {1, 2, 4, 8, 16, 32, 64, 100};

    private final Map<Key, Counts> flows = new ConcurrentSkipListMap<>();
    private volatile SeatBorrowing.Outcome borrowing = new SeatBorrowing.Outcome(0, Map.of());

    private record Key(String level, String schema) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byLevel = level.compareTo(other.level);
            return byLevel != 0 ? byLevel : schema.compareTo(other.schema);
        }

        private List<Map.Entry<String, String>> labels() {
            return List.of(Map.entry("flow_schema", schema), Map.entry("priority_level", level));
        }

        private List<Map.Entry<String, String>> labels(String name, String value) {
            return List.of(
                    Map.entry(name, value),
                    Map.entry("flow_schema", schema),
                    Map.entry("priority_level", level));
        }
    }

    private static final class Counts {
        private final LongAdder dispatched = new LongAdder();
        private final Map<String, LongAdder> rejected = new ConcurrentSkipListMap<>();
        private final LongAdder waiting = new LongAdder();
        private final LongAdder seatsWaiting = new LongAdder();
        private final LongAdder running = new LongAdder();
        private final LongAdder seatsRunning = new LongAdder();
        private final Histogram estimates = new Histogram(SEATS);
        private final Histogram started = new Histogram(SECONDS);
        private final Histogram abandoned = new Histogram(SECONDS);
        private final Map<String, Histogram> executions = new ConcurrentSkipListMap<>();
    }

    /// How the seats were divided last.
    void note(SeatBorrowing.Outcome outcome) {
        borrowing = outcome;
    }

    /// Counts one request of a flow schema.
    Flow flow(String level, String schema, String verb) {
        return new Flow(
                flows.computeIfAbsent(new Key(level, schema), _ -> new Counts()),
                verb.equals("watch") ? "watch" : "regular");
    }

    /// The counts that a request goes into.
    static final class Flow {
        private final Counts counts;
        private final String type;

        private Flow(Counts counts, String type) {
            this.counts = counts;
            this.type = type;
        }

        void estimated(int seats) {
            counts.estimates.record(seats);
        }

        void refused(String reason) {
            counts.rejected.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        }

        /// @param seats negative when it leaves the queue
        void queued(int seats) {
            counts.waiting.add(Integer.signum(seats));
            counts.seatsWaiting.add(seats);
        }

        void waited(long nanos, boolean dispatched) {
            (dispatched ? counts.started : counts.abandoned).record(Duration.ofNanos(nanos));
        }

        /// @return ends the request and its turn, once
        Runnable running(Turn turn, LongSupplier clock) {
            long start = clock.getAsLong();
            int seats = turn.width().seatsMax();
            counts.dispatched.increment();
            counts.running.increment();
            counts.seatsRunning.add(seats);
            return () -> {
                if (turn.finish()) {
                    counts.running.decrement();
                    counts.seatsRunning.add(-seats);
                    counts.executions
                            .computeIfAbsent(type, _ -> new Histogram(SECONDS))
                            .record(Duration.ofNanos(clock.getAsLong() - start));
                }
            };
        }
    }

    /// @param levels those of now
    void writeTo(MetricsText text, Collection<FlowLevel> levels) {
        new FlowMetricsWriter(text).levels(levels, borrowing);
        counters(text);
        histograms(text);
    }

    private void counters(MetricsText text) {
        FlowMetricsWriter writer = new FlowMetricsWriter(text);
        writer.counter("dispatched_requests_total", "Requests that were carried out.");
        flows.forEach((key, counts) ->
                writer.sample("dispatched_requests_total", key.labels(), counts.dispatched.sum()));
        writer.counter("rejected_requests_total", "Requests that were refused.");
        flows.forEach((key, counts) ->
                counts.rejected.forEach((reason, count) ->
                        writer.sample(
                                "rejected_requests_total",
                                List.of(
                                        Map.entry("flow_schema", key.schema()),
                                        Map.entry("priority_level", key.level()),
                                        Map.entry("reason", reason)),
                                count.sum())));
        writer.gauge("current_inqueue_requests", "Requests that wait.");
        flows.forEach((key, counts) ->
                writer.sample("current_inqueue_requests", key.labels(), counts.waiting.sum()));
        writer.gauge("current_inqueue_seats", "Seats that are waited for.");
        flows.forEach((key, counts) ->
                writer.sample("current_inqueue_seats", key.labels(), counts.seatsWaiting.sum()));
        writer.gauge("current_executing_requests", "Requests that are being carried out.");
        flows.forEach((key, counts) ->
                writer.sample("current_executing_requests", key.labels(), counts.running.sum()));
        writer.gauge("current_executing_seats", "Seats of requests that are being carried out.");
        flows.forEach((key, counts) ->
                writer.sample("current_executing_seats", key.labels(), counts.seatsRunning.sum()));
    }

    private void histograms(MetricsText text) {
        FlowMetricsWriter writer = new FlowMetricsWriter(text);
        writer.histogram("request_wait_duration_seconds", "How long requests waited.");
        flows.forEach((key, counts) -> {
            writer.histogram(counts.abandoned, key.labels("execute", "false"));
            writer.histogram(counts.started, key.labels("execute", "true"));
        });
        writer.histogram("request_execution_seconds", "How long requests took, once begun.");
        flows.forEach((key, counts) ->
                counts.executions.forEach((type, histogram) ->
                        writer.histogram(
                                histogram,
                                List.of(
                                        Map.entry("flow_schema", key.schema()),
                                        Map.entry("priority_level", key.level()),
                                        Map.entry("type", type)))));
        writer.histogram("work_estimated_seats", "How wide requests were thought to be.");
        flows.forEach((key, counts) -> writer.histogram(counts.estimates, key.labels()));
    }
}
