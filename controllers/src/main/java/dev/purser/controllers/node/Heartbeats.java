package dev.purser.controllers.node;

import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Who has shown a sign of life within the grace period, by this process's own observation: clocks
/// of other machines do not count. Thread-safe.
final class Heartbeats implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(50);

    private final Timers timers;
    private final Consumer<String> onSilence;
    private final Map<String, Timers.Timer> alarms = new HashMap<>();
    private final Set<String> silent = new HashSet<>();

    /// @param onSilence called with a node's name, on a timer's thread
    Heartbeats(Timers timers, Consumer<String> onSilence) {
        this.timers = timers;
        this.onSilence = onSilence;
    }

    /// A sign of life.
    synchronized void beat(String node) {
        silent.remove(node);
        Timers.Timer alarm = timers.after(GRACE, () -> fallSilent(node));
        Timers.Timer before = alarms.put(node, alarm);
        if (before != null) {
            before.close();
        }
    }

    private void fallSilent(String node) {
        synchronized (this) {
            if (alarms.remove(node) == null) {
                return;
            }
            silent.add(node);
        }
        onSilence.accept(node);
    }

    synchronized boolean isSilent(String node) {
        return silent.contains(node);
    }

    synchronized void forget(String node) {
        silent.remove(node);
        Timers.Timer alarm = alarms.remove(node);
        if (alarm != null) {
            alarm.close();
        }
    }

    @Override
    public synchronized void close() {
        alarms.values().forEach(Timers.Timer::close);
        alarms.clear();
    }
}
