package dev.purser.bench.external;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How often a provider was asked.
///
/// @param perSecond over the whole time
/// @param mostInASecond in the busiest whole second
record ReadRate(int count, double perSecond, long mostInASecond) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    static ReadRate of(List<Long> nanos, long wallNanos) {
        Map<Long, Long> seconds = new HashMap<>();
        for (long each : nanos) {
            seconds.merge(Math.floorDiv(each, NANOS_PER_SECOND), 1L, Long::sum);
        }
        return new ReadRate(
                nanos.size(),
                nanos.size() * (double) NANOS_PER_SECOND / wallNanos,
                seconds.values().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d reads of the provider, %.0f/s, at most %d in a second",
                count,
                perSecond,
                mostInASecond);
    }
}
