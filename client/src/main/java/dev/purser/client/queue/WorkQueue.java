package dev.purser.client.queue;

import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys to be worked on, in order, each at most once and by one worker at a time. Thread-safe.
///
/// Its size is bounded by the number of different keys, which are objects of the cluster.
///
/// @param <K> the key; needs `equals` and `hashCode`
public final class WorkQueue<K> implements AutoCloseable {
    /// Kubernetes' own figures (`workqueue.DefaultControllerRateLimiter`).
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1000);

    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final Deque<K> waiting = new ArrayDeque<>();
    private final Set<K> dirty = new HashSet<>();
    private final Set<K> processing = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private boolean closed;

    public WorkQueue(Timers timers) {
        this.timers = timers;
    }

    /// Adds a key, unless it waits already.
    public void add(K key) {
        lock.lock();
        try {
            if (!closed && dirty.add(key) && !processing.contains(key)) {
                waiting.addLast(key);
                ready.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Adds a key after a delay. Several delays of one key do not replace each other.
    public void addAfter(K key, Duration delay) {
        if (delay.isPositive()) {
            timers.after(delay, () -> add(key));
        } else {
            add(key);
        }
    }

    /// Adds a key after a pause that doubles with each of its failures in a row.
    public void addRateLimited(K key) {
        addAfter(key, nextRetry(key));
    }

    private Duration nextRetry(K key) {
        lock.lock();
        try {
            int count = failures.merge(key, 1, Integer::sum);
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(count - 1, 30));
            return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
        } finally {
            lock.unlock();
        }
    }

    /// How often in a row the key has failed.
    public int failures(K key) {
        lock.lock();
        try {
            return failures.getOrDefault(key, 0);
        } finally {
            lock.unlock();
        }
    }

    /// Ends a key's row of failures.
    public void forget(K key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a key and hands it over until [#done]; empty once the queue is closed.
    public Optional<K> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                ready.await();
            }
            if (closed) {
                return Optional.empty();
            }
            K key = waiting.removeFirst();
            dirty.remove(key);
            processing.add(key);
            return Optional.of(key);
        } finally {
            lock.unlock();
        }
    }

    /// Gives a key back; it waits again if it was added meanwhile.
    public void done(K key) {
        lock.lock();
        try {
            processing.remove(key);
            if (!closed && dirty.contains(key)) {
                waiting.addLast(key);
                ready.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many keys wait, not counting those being worked on.
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what waits and lets go of the workers. Idempotent.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            dirty.clear();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
