package dev.purser.client.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing pauses between attempts: each is twice the one before, up to a limit, and shortened by a
/// random part of up to a half so that many who fail together do not come back together. Not
/// thread-safe.
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration current;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.current = first;
    }

    /// The pause before the next attempt.
    public Duration next() {
        long nanos = current.toNanos();
        Duration doubled = current.multipliedBy(2);
        current = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofNanos(nanos - (long) (random.nextDouble() * nanos / 2));
    }

    /// Begins anew, after a success.
    public void reset() {
        current = first;
    }
}
