package dev.purser.store.sqlite;

import dev.purser.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where callers leave their tasks for the writer thread. Thread-safe.
///
/// It needs no bound of its own: every caller waits for its task before it leaves another.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private @Nullable StoreException refusal;

    /// @throws StoreException if the inbox was closed
    void put(Task task) {
        lock.lock();
        try {
            if (refusal != null) {
                throw new StoreException(String.valueOf(refusal.getMessage()), refusal);
            }
            tasks.add(task);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes up to `max` tasks and waits for the first. Empty once the inbox is closed and all its
    /// tasks were taken.
    List<Task> take(int max) {
        lock.lock();
        try {
            while (tasks.isEmpty() && refusal == null) {
                filled.awaitUninterruptibly();
            }
            return poll(max);
        } finally {
            lock.unlock();
        }
    }

    /// Takes up to `max` of the tasks that are there.
    List<Task> poll(int max) {
        lock.lock();
        try {
            List<Task> taken = new ArrayList<>(Math.min(max, tasks.size()));
            while (taken.size() < max && !tasks.isEmpty()) {
                taken.add(tasks.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return refusal != null;
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more in; the first reason given stays.
    void close(StoreException reason) {
        lock.lock();
        try {
            if (refusal == null) {
                refusal = reason;
            }
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
