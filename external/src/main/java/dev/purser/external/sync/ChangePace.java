package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Spreads the changes of Secrets that never come to rest, such as one that is read from where it
/// is written to, or that somebody else changes again and again: so many at once, and then one
/// every three seconds. Whoever pushes often is late by that much at most. Thread-safe.
final class ChangePace {
    static final int AT_ONCE = 20;
    static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Duration AHEAD = INTERVAL.multipliedBy(AT_ONCE - 1L);

    private final InstantSource clock;
    private final Map<ObjectKey, Debt> debts = new ConcurrentHashMap<>();

    ChangePace(InstantSource clock) {
        this.clock = clock;
    }

    /// Until when the changes so far would have taken, had each waited for its turn.
    ///
    /// @param told whether it was said that changes have to wait
    private record Debt(Instant until, boolean told) {}

    /// How long the next change has to wait; zero for those that change now and then.
    Duration untilNext(ExternalSecret owner) {
        Debt debt = debts.get(owner.key());
        if (debt == null) {
            return Duration.ZERO;
        }
        Duration wait = Duration.between(clock.instant().plus(AHEAD), debt.until());
        return wait.isPositive() ? wait : Duration.ZERO;
    }

    /// Counts a change that is about to be written.
    void count(ExternalSecret owner) {
        Instant now = clock.instant();
        var _ =
                debts.compute(
                        owner.key(),
                        (_, before) ->
                                before == null || isPaid(before, now)
                                        ? new Debt(now.plus(INTERVAL), false)
                                        : new Debt(before.until().plus(INTERVAL), before.told()));
    }

    private static boolean isPaid(Debt debt, Instant now) {
        return !now.isBefore(debt.until());
    }

    /// Whether it is news that changes have to wait: true once, until the Secret has come to rest.
    boolean isNews(ExternalSecret owner) {
        Debt before = debts.get(owner.key());
        return before != null
                && !before.told()
                && debts.replace(owner.key(), before, new Debt(before.until(), true));
    }

    /// Forgets what is at rest.
    void rested(ExternalSecret owner) {
        var _ =
                debts.computeIfPresent(
                        owner.key(), (_, debt) -> isPaid(debt, clock.instant()) ? null : debt);
    }

    void forget(ObjectKey key) {
        debts.remove(key);
    }
}
