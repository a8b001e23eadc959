package dev.purser.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A watch as a bounded queue: the fan-out puts events in and never waits, one reader takes them
/// out.
final class QueueWatcher implements RevisionCache.Watcher {
    private final Set<String> prefixes;
    private final long givenUpTo;
    private final WatchFanOut fanOut;
    private final int capacity;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<RevisionCache.WatchEvent> queue;
    private @Nullable CompactedException lost;
    private long bytes;
    private boolean closed;

    /// @param givenUpTo events up to this revision are among the missed, or not wanted
    /// @param missed what the reader gets first; it may exceed the backlog that is allowed later
    QueueWatcher(
            Set<String> prefixes,
            long givenUpTo,
            List<RevisionCache.WatchEvent> missed,
            CacheLimits limits,
            WatchFanOut fanOut) {
        this.prefixes = Set.copyOf(prefixes);
        this.givenUpTo = givenUpTo;
        this.fanOut = fanOut;
        this.queue = new ArrayDeque<>(missed);
        this.bytes = missed.stream().mapToLong(event -> event.change().toldBytes()).sum();
        this.capacity = missed.size() + limits.watcherBacklog();
        this.bytesMax = bytes + limits.bytes();
    }

    Set<String> prefixes() {
        return prefixes;
    }

    /// Takes an event in. One too many ends the watch and frees what it held.
    void offer(RevisionCache.WatchEvent event) {
        if (event.revision() <= givenUpTo) {
            return;
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (queue.size() < capacity && bytes < bytesMax) {
                queue.add(event);
                bytes += event.change().toldBytes();
                changed.signal();
            } else {
                lose(new CompactedException(queue.element().revision() - 1, event.revision()));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends this watch because events were missed.
    void lose(CompactedException cause) {
        lock.lock();
        try {
            if (!closed) {
                lost = cause;
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends this watch without touching the fan-out.
    void end() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<RevisionCache.WatchEvent> next(Duration wait)
            throws CompactedException, InterruptedException {
        long nanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                if (lost != null) {
                    throw lost;
                }
                RevisionCache.WatchEvent event = queue.poll();
                if (event != null) {
                    bytes -= event.change().toldBytes();
                    return Optional.of(event);
                }
                if (closed || nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long progressRevision() {
        // The order matters: events up to this revision were in the queue before it was read.
        long dispatched = Math.max(fanOut.dispatchedRevision(), givenUpTo);
        lock.lock();
        try {
            RevisionCache.WatchEvent waiting = queue.peek();
            return waiting == null ? dispatched : waiting.revision() - 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        fanOut.remove(this);
    }
}
