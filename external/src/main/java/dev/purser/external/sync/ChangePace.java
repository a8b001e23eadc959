package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Notices Secrets that never come to rest: one that is read from where it is written to, or that
/// somebody else changes again and again. Thread-safe.
final class ChangePace {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int CHANGES_MAX = 20;

    private final InstantSource clock;
    private final Map<ObjectKey, Window> changes = new ConcurrentHashMap<>();

    ChangePace(InstantSource clock) {
        this.clock = clock;
    }

    private record Window(Instant began, int count) {}

    /// Counts a change that is about to be written.
    ///
    /// @throws SyncException when there were too many within a minute
    void next(ExternalSecret owner) throws SyncException {
        Instant now = clock.instant();
        Window window =
                changes.compute(
                        owner.key(),
                        (_, before) ->
                                before == null || isOver(before, now)
                                        ? new Window(now, 1)
                                        : new Window(before.began(), before.count() + 1));
        if (window.count() > CHANGES_MAX) {
            throw SyncException.passing(
                    SyncMessages.UPDATE_FAILED,
                    "secret \"%s\" was changed %d times within a minute, and is left alone for a while: does its store read what is written here, or does somebody else write it?"
                            .formatted(owner.targetName(), CHANGES_MAX));
        }
    }

    private static boolean isOver(Window window, Instant now) {
        return !now.isBefore(window.began().plus(WINDOW));
    }

    /// Forgets what is at rest.
    void rested(ExternalSecret owner) {
        var _ =
                changes.computeIfPresent(
                        owner.key(),
                        (_, window) -> isOver(window, clock.instant()) ? null : window);
    }

    void forget(ObjectKey key) {
        changes.remove(key);
    }
}
