package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keys to be worked on, each at most once and by one thread at a time, in a lane for each store: a
/// store that hangs holds up its own lane alone. A lane has threads only while there is work in it.
/// Thread-safe.
final class Lanes implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final int width;
    private final Function<ObjectKey, String> laneOf;
    private final Consumer<ObjectKey> work;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Set<ObjectKey> waiting = new HashSet<>();
    private final Set<ObjectKey> working = new HashSet<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean open;

    /// @param width the most threads of a lane
    /// @param laneOf the lane of a key at the moment
    /// @param work must not throw
    Lanes(int width, Function<ObjectKey, String> laneOf, Consumer<ObjectKey> work) {
        this.width = width;
        this.laneOf = laneOf;
        this.work = work;
    }

    private static final class Lane {
        private final String name;
        private final Deque<ObjectKey> keys = new ArrayDeque<>();
        private int threads;

        Lane(String name) {
            this.name = name;
        }
    }

    /// Begins to work off what waits.
    synchronized void start() {
        open = true;
        for (Lane lane : List.copyOf(lanes.values())) {
            lane.keys.forEach(_ -> widen(lane));
        }
    }

    /// Adds a key, unless it waits already.
    void add(ObjectKey key) {
        String lane = laneOf.apply(key);
        synchronized (this) {
            if (waiting.add(key) && !working.contains(key)) {
                queue(lane, key);
            }
        }
    }

    private void queue(String name, ObjectKey key) {
        Lane lane = lanes.computeIfAbsent(name, Lane::new);
        lane.keys.addLast(key);
        widen(lane);
    }

    private void widen(Lane lane) {
        if (open && lane.threads < width) {
            lane.threads++;
            Thread thread =
                    Thread.ofVirtual()
                            .name("external-secrets-" + lane.name)
                            .unstarted(() -> run(lane));
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Lane lane) {
        ObjectKey key = take(lane);
        while (key != null) {
            work.accept(key);
            done(key);
            key = take(lane);
        }
    }

    private synchronized @Nullable ObjectKey take(Lane lane) {
        ObjectKey key = open ? lane.keys.pollFirst() : null;
        if (key == null) {
            lane.threads--;
            threads.remove(Thread.currentThread());
            if (lane.threads == 0 && lane.keys.isEmpty()) {
                lanes.remove(lane.name, lane);
            }
            return null;
        }
        waiting.remove(key);
        working.add(key);
        return key;
    }

    private void done(ObjectKey key) {
        String lane = laneOf.apply(key);
        synchronized (this) {
            working.remove(key);
            if (waiting.contains(key)) {
                queue(lane, key);
            }
        }
    }

    /// How many keys wait.
    synchronized int size() {
        return waiting.size();
    }

    /// Interrupts the work that is under way, and waits for it. Idempotent.
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            open = false;
            waiting.clear();
            lanes.values().forEach(lane -> lane.keys.clear());
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                var _ = thread.join(CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
