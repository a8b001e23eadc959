package dev.purser.cel.cost;

/// The least and the most that a size or a cost can be. The largest `long` stands for no limit.
public record Range(long min, long max) {
    static final Range ZERO = fixed(0);
    static final Range ONE = fixed(1);
    static final Range UNKNOWN = new Range(0, Long.MAX_VALUE);

    static Range fixed(long number) {
        return new Range(number, number);
    }

    Range plus(Range other) {
        return new Range(add(min, other.min), add(max, other.max));
    }

    Range times(Range other) {
        return new Range(multiply(min, other.min), multiply(max, other.max));
    }

    Range times(double factor) {
        return new Range(multiply(min, factor), multiply(max, factor));
    }

    /// A range that holds both.
    Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long multiply(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /// Rounded up. The conversion stops at the largest `long`.
    private static long multiply(long a, double factor) {
        return a == Long.MAX_VALUE && factor > 0 && factor < 1
                ? (long) Math.ceil(0x1p64 * factor)
                : (long) Math.ceil(a * factor);
    }
}
