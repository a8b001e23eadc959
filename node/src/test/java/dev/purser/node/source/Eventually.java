package dev.purser.node.source;

import java.time.Duration;
import java.time.Instant;

/// Waits for what another thread brings about.
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Eventually() {}

    /// A condition that may throw.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void eventually(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never happened: " + what);
            }
            Thread.sleep(1);
        }
    }
}
