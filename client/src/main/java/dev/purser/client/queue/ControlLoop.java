package dev.purser.client.queue;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.ApiUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that work off a [WorkQueue]: each takes a key, reconciles it, and puts it back after
/// a pause when that failed.
///
/// @param <K> the key
public final class ControlLoop<K> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final List<Thread> workers = new ArrayList<>();

    public ControlLoop(String name, WorkQueue<K> queue, Reconciler<K> reconciler) {
        this.name = name;
        this.queue = queue;
        this.reconciler = reconciler;
    }

    /// Starts this many virtual threads.
    public synchronized void start(int threads) {
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofVirtual().name(name + "-" + i).start(this::run));
        }
    }

    private void run() {
        try {
            Optional<K> next = queue.take();
            while (next.isPresent()) {
                work(next.get());
                next = queue.take();
            }
        } catch (InterruptedException e) {
            log.debug("{} stopped", name);
        }
    }

    private void work(K key) throws InterruptedException {
        try {
            reconciler.reconcile(key);
            queue.forget(key);
        } catch (StatusException e) {
            logRefusal(key, e);
            queue.addRateLimited(key);
        } catch (ApiUnavailableException e) {
            log.warn("{}: {}: {}", name, key, e.getMessage());
            queue.addRateLimited(key);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // The top of this key's work: a defect met by one object must not end the others'.
            log.error("{}: {} failed", name, key, e);
            queue.addRateLimited(key);
        } finally {
            queue.done(key);
        }
    }

    /// Conflicts are part of the game: the cache was a moment behind.
    private void logRefusal(K key, StatusException e) {
        if (e.reason() == StatusReason.CONFLICT || e.reason() == StatusReason.NOT_FOUND) {
            log.debug("{}: {}: {}", name, key, e.getMessage());
        } else {
            log.warn("{}: {}: {}", name, key, e.getMessage());
        }
    }

    /// Closes the queue, interrupts the workers and waits for them. Idempotent.
    @Override
    public synchronized void close() {
        queue.close();
        workers.forEach(Thread::interrupt);
        try {
            for (Thread worker : workers) {
                worker.join(CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.clear();
    }
}
