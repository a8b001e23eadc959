package dev.purser.external.push;

import dev.purser.client.time.Timers;
import java.time.Duration;
import java.time.Instant;

/// How much more a target may be notified now: what waking costs is paid back over time. Guarded by
/// its owner's lock.
final class NotificationBudget {
    /// What one notification costs, apart from whom it wakes.
    static final double NOTIFICATION = 1;

    /// What each ExternalSecret that is woken costs.
    static final double WOKEN = 0.01;

    private static final double CAPACITY = 100;
    private static final double PER_SECOND = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Timers clock;
    private double left = CAPACITY;
    private Instant last;

    NotificationBudget(Timers clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    boolean isSpent() {
        earn();
        return left < NOTIFICATION;
    }

    /// May leave a debt.
    void spend(int woken) {
        earn();
        left -= NOTIFICATION + woken * WOKEN;
    }

    /// How long until it is not spent any more.
    Duration untilMore() {
        earn();
        double missing = Math.max(0, NOTIFICATION - left);
        return Duration.ofMillis((long) Math.ceil(missing / PER_SECOND * 1000));
    }

    /// Whether nothing is owed, so that it may be forgotten.
    boolean isFull() {
        earn();
        return left >= CAPACITY;
    }

    private void earn() {
        Instant now = clock.instant();
        if (now.isAfter(last)) {
            left =
                    Math.min(
                            CAPACITY,
                            left
                                    + Duration.between(last, now).toNanos()
                                            / NANOS_PER_SECOND
                                            * PER_SECOND);
        }
        last = now;
    }
}
