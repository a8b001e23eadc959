package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// When each ExternalSecret is looked at next; a later word replaces an earlier one. Thread-safe.
final class Schedule implements AutoCloseable {
    private final Timers timers;
    private final Consumer<ObjectKey> due;
    private final Map<ObjectKey, Timers.Timer> next = new ConcurrentHashMap<>();

    /// @param due called when the time of a key has come; must be quick
    Schedule(Timers timers, Consumer<ObjectKey> due) {
        this.timers = timers;
        this.due = due;
    }

    void after(ObjectKey key, Duration delay) {
        after(key, delay, due);
    }

    /// @param then called in place of what is called mostly; must be quick
    void after(ObjectKey key, Duration delay, Consumer<ObjectKey> then) {
        next.compute(
                key,
                (_, before) -> {
                    if (before != null) {
                        before.close();
                    }
                    return timers.after(delay, () -> then.accept(key));
                });
    }

    void cancel(ObjectKey key) {
        Timers.Timer timer = next.remove(key);
        if (timer != null) {
            timer.close();
        }
    }

    int size() {
        return next.size();
    }

    @Override
    public void close() {
        next.values().forEach(Timers.Timer::close);
        next.clear();
    }
}
