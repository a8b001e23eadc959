package dev.purser.external.store;

import dev.purser.client.time.Timers;
import java.time.Duration;
import java.time.Instant;

/// So many calls a second on the average, and up to two seconds' worth of them at once.
/// Thread-safe.
final class TokenBucket {
    private static final double BURST_SECONDS = 2;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final Timers timers;
    private double tokens;
    private Instant filled;

    TokenBucket(double perSecond, Timers timers) {
        this.perSecond = perSecond;
        this.timers = timers;
        this.tokens = most();
        this.filled = timers.instant();
    }

    private double most() {
        return Math.max(1, perSecond * BURST_SECONDS);
    }

    /// Waits for this caller's turn.
    void take() throws InterruptedException {
        Duration wait = reserve();
        if (wait.isPositive()) {
            timers.sleep(wait);
        }
    }

    /// Takes a token, on credit if there is none; returns how long until it is really there.
    private synchronized Duration reserve() {
        Instant now = timers.instant();
        Duration passed = Duration.between(filled, now);
        if (!passed.isNegative()) {
            tokens = Math.min(most(), tokens + passed.toNanos() / NANOS * perSecond);
        }
        filled = now;
        tokens--;
        return tokens >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(-tokens / perSecond * NANOS));
    }
}
