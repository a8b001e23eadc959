package dev.purser.bench;

import java.util.Arrays;
import java.util.Locale;

/// What one measure found: durations of single operations, and how long all of them took together.
public final class Figures {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final long[] sortedNanos;
    private final long wallNanos;

    private Figures(String name, long[] sortedNanos, long wallNanos) {
        this.name = name;
        this.sortedNanos = sortedNanos;
        this.wallNanos = wallNanos;
    }

    /// @param nanos the operations' durations, in any order
    /// @param wallNanos from the first operation's start to the last one's end
    public static Figures of(String name, long[] nanos, long wallNanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Figures(name, sorted, wallNanos);
    }

    public double perSecond() {
        return sortedNanos.length * NANOS_PER_SECOND / wallNanos;
    }

    /// The duration that this share (0 to 1) of all operations stayed within, in milliseconds.
    public double millis(double share) {
        int index = (int) Math.ceil(share * sortedNanos.length) - 1;
        return sortedNanos[Math.clamp(index, 0, sortedNanos.length - 1)] / NANOS_PER_MILLI;
    }

    /// A line of the table that people read.
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-44s n=%-6d %9.0f/s   p50 %8.2f ms   p99 %8.2f ms   max %8.2f ms",
                name,
                sortedNanos.length,
                perSecond(),
                millis(0.5),
                millis(0.99),
                millis(1));
    }
}
