package dev.purser.server.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long requests of one sort took. Thread-safe.
final class Histogram {
    /// kube-apiserver's own, in seconds.
    private static final double[] BOUNDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30,
        45, 60
    };

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder nanos = new LongAdder();

    void record(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        nanos.add(duration.toNanos());
    }

    void writeTo(MetricsText text, String name, List<Map.Entry<String, String>> labels) {
        long sum = 0;
        for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
            sum += counts.get(bucket);
            List<Map.Entry<String, String>> bounded = new ArrayList<>(labels);
            String bound = bucket == BOUNDS.length ? "+Inf" : MetricsText.number(BOUNDS[bucket]);
            bounded.add(Map.entry("le", bound));
            text.sample(name + "_bucket", bounded, sum);
        }
        text.sample(name + "_sum", labels, nanos.sum() / 1e9);
        text.sample(name + "_count", labels, sum);
    }
}
