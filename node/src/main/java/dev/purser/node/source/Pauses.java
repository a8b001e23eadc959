package dev.purser.node.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before asking a server again that did not answer: doubled each time, up to a
/// limit, and spread at random so that not every watch comes back in the same moment.
///
/// @param first the pause after the first failure
/// @param longest the limit
/// @param random the spread; must be thread-safe
public record Pauses(Duration first, Duration longest, RandomGenerator random) {
    /// From a tenth of a second to ten seconds.
    public static Pauses usual(RandomGenerator random) {
        return new Pauses(Duration.ofMillis(100), Duration.ofSeconds(10), random);
    }

    /// The pause after so many failures in a row, from one on: between half and the whole of what
    /// doubling gives.
    Duration after(int failures) {
        long millis = first.toMillis() << Math.min(failures - 1, 20);
        long limited = Math.max(1, Math.min(millis, longest.toMillis()));
        return Duration.ofMillis(limited - random.nextLong(limited / 2 + 1));
    }
}
