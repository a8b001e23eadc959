package dev.purser.wire.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/// How often values of one sort were of which size. Thread-safe.
public final class Histogram {
    /// kube-apiserver's own for requests, in seconds.
    private static final double[] REQUEST_SECONDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30,
        45, 60
    };

    private final double[] bounds;
    private final AtomicLongArray counts;
    private final DoubleAdder sum = new DoubleAdder();

    /// @param bounds upper ones of all buckets but the last, rising
    public Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /// For how long requests take, in seconds.
    public static Histogram ofRequests() {
        return new Histogram(REQUEST_SECONDS);
    }

    /// Counts a duration, in seconds.
    public void record(Duration duration) {
        record(duration.toNanos() / 1e9);
    }

    public void record(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sum.add(value);
    }

    /// Writes the samples of a family that was begun as a histogram.
    public void writeTo(MetricsText text, String name, List<Map.Entry<String, String>> labels) {
        long below = 0;
        for (int bucket = 0; bucket <= bounds.length; bucket++) {
            below += counts.get(bucket);
            List<Map.Entry<String, String>> bounded = new ArrayList<>(labels);
            String bound = bucket == bounds.length ? "+Inf" : MetricsText.number(bounds[bucket]);
            bounded.add(Map.entry("le", bound));
            text.sample(name + "_bucket", bounded, below);
        }
        text.sample(name + "_sum", labels, sum.sum());
        text.sample(name + "_count", labels, below);
    }
}
