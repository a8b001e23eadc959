package dev.purser.external.push;

import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timers;
import dev.purser.external.sync.Refresher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Wakes the ExternalSecrets of one target: at once, and when that is asked too often, with one
/// waking for all that was asked meanwhile. Thread-safe.
final class PacedRefresh {
    private static final int JOINED_MAX = 1000;
    private static final int KEYS_MAX = 1000;

    private final RefreshTarget target;
    private final Refresher refresher;
    private final Timers timers;
    private final NotificationBudget budget;
    private Notification.@Nullable Changed pending;
    private int joined;

    PacedRefresh(RefreshTarget target, Refresher refresher, Timers timers) {
        this.target = target;
        this.refresher = refresher;
        this.timers = timers;
        this.budget = new NotificationBudget(timers);
    }

    /// What became of a notification.
    sealed interface Result {
        record Woken(List<ObjectKey> externalSecrets) implements Result {}

        /// Done together with others, in a while.
        record Joined(Duration in) implements Result {}

        /// Too many wait already.
        record Refused(Duration retryAfter) implements Result {}

        /// There is no such target.
        record Missing() implements Result {}
    }

    synchronized Result request(Notification.Changed changed) {
        if (pending == null && !budget.isSpent()) {
            return wake(changed).<Result>map(Result.Woken::new).orElseGet(Result.Missing::new);
        }
        Duration wait = budget.untilMore();
        if (joined >= JOINED_MAX) {
            return new Result.Refused(wait);
        }
        if (pending == null) {
            timers.after(wait, this::wakePending);
        }
        pending = bounded(pending == null ? changed : pending.and(changed));
        joined++;
        return new Result.Joined(wait);
    }

    private static Notification.Changed bounded(Notification.Changed changed) {
        boolean many = changed.keys().filter(keys -> keys.size() > KEYS_MAX).isPresent();
        return many ? Notification.Changed.ANYTHING : changed;
    }

    private synchronized void wakePending() {
        Notification.Changed changed = pending;
        pending = null;
        joined = 0;
        if (changed != null) {
            wake(changed);
        }
    }

    private Optional<List<ObjectKey>> wake(Notification.Changed changed) {
        Optional<List<ObjectKey>> woken =
                switch (target.kind()) {
                    case EXTERNAL_SECRET ->
                            refresher.refresh(target.namespace(), target.name())
                                    ? Optional.of(
                                            List.of(
                                                    new ObjectKey(
                                                            target.namespace(), target.name())))
                                    : Optional.empty();
                    case SECRET_STORE, CLUSTER_SECRET_STORE ->
                            refresher.refreshStore(
                                    target.kind().kind(),
                                    target.namespace(),
                                    target.name(),
                                    changed.keys());
                };
        woken.ifPresent(all -> budget.spend(all.size()));
        return woken;
    }

    /// Whether it may be forgotten, as one that was never notified.
    synchronized boolean isIdle() {
        return pending == null && budget.isFull();
    }
}
