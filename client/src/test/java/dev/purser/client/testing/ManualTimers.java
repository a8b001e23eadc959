package dev.purser.client.testing;

import dev.purser.client.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Timers whose time moves only when a test says so. Due tasks run on the advancing thread, in
/// order.
public final class ManualTimers implements Timers {
    private final List<Pending> pending = new ArrayList<>();
    private Instant now;
    private long sequence;

    public ManualTimers(Instant start) {
        this.now = start;
    }

    private record Pending(Instant due, long sequence, Runnable task) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Instant due = delay.isPositive() ? now.plus(delay) : now;
        Pending entry = new Pending(due, sequence++, task);
        pending.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Pending entry) {
        pending.remove(entry);
    }

    /// How many callbacks are to come.
    public synchronized int pending() {
        return pending.size();
    }

    /// Moves time and runs what becomes due on the way.
    public void advance(Duration by) {
        Instant end = instant().plus(by);
        Optional<Pending> next = nextDue(end);
        while (next.isPresent()) {
            next.get().task().run();
            next = nextDue(end);
        }
        synchronized (this) {
            now = end;
        }
    }

    /// Sets the clock, as an administrator does: what is pending is as far away as before.
    public synchronized void step(Duration by) {
        now = now.plus(by);
        pending.replaceAll(
                entry -> new Pending(entry.due().plus(by), entry.sequence(), entry.task()));
    }

    private synchronized Optional<Pending> nextDue(Instant end) {
        Optional<Pending> next =
                pending.stream()
                        .filter(entry -> !entry.due().isAfter(end))
                        .min(Comparator.comparing(Pending::due).thenComparing(Pending::sequence));
        next.ifPresent(entry -> {
            pending.remove(entry);
            now = entry.due().isAfter(now) ? entry.due() : now;
        });
        return next;
    }

    @Override
    public synchronized void close() {
        pending.clear();
    }
}
