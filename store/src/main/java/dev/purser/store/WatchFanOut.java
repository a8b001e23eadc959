package dev.purser.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Brings every change to the watchers it concerns, on a thread of its own so that writers never
/// wait for the number of watchers. Thread-safe.
///
/// The history is its inbox: it only remembers how far it has come in it.
final class WatchFanOut implements AutoCloseable {
    private final History history;
    private final CacheLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final PrefixIndex<QueueWatcher> watchers = new PrefixIndex<>();
    private final Thread thread;
    private volatile long dispatched;
    private volatile boolean closed;

    WatchFanOut(History history, CacheLimits limits) {
        this.history = history;
        this.limits = limits;
        this.dispatched = history.newest().revision();
        this.thread = Thread.ofVirtual().name("watch-fan-out").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Says that the history has grown.
    void wake() {
        LockSupport.unpark(thread);
    }

    /// Every change up to this revision is in its watchers' queues.
    long dispatchedRevision() {
        return dispatched;
    }

    QueueWatcher watch(Set<String> prefixes, long afterRevision) throws CompactedException {
        lock.lock();
        try {
            List<RevisionCache.WatchEvent> missed = new ArrayList<>();
            long givenUpTo = afterRevision;
            for (History.Version version : history.after(afterRevision)) {
                collect(version.change(), prefixes, missed);
                givenUpTo = version.revision();
            }
            QueueWatcher watcher = new QueueWatcher(prefixes, givenUpTo, missed, limits, this);
            if (closed) {
                watcher.end();
            } else {
                prefixes.forEach(prefix -> watchers.add(prefix, watcher));
            }
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    void remove(QueueWatcher watcher) {
        lock.lock();
        try {
            watcher.prefixes().forEach(prefix -> watchers.remove(prefix, watcher));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            watchers.forEach(QueueWatcher::end);
            watchers.clear();
        } finally {
            lock.unlock();
        }
        wake();
    }

    private static void collect(
            Change change, Set<String> prefixes, List<RevisionCache.WatchEvent> events) {
        for (Change.KeyChange key : change.keys()) {
            if (prefixes.stream().anyMatch(key.key()::startsWith)) {
                events.add(new RevisionCache.WatchEvent(change.revision(), key));
            }
        }
    }

    private void run() {
        while (!closed) {
            if (history.newest().revision() == dispatched) {
                LockSupport.park(this);
                continue;
            }
            try {
                for (History.Version version : history.after(dispatched)) {
                    dispatch(version.change());
                }
            } catch (CompactedException e) {
                giveUpAll(e);
            }
        }
    }

    private void dispatch(Change change) {
        lock.lock();
        try {
            for (Change.KeyChange key : change.keys()) {
                var event = new RevisionCache.WatchEvent(change.revision(), key);
                watchers.forEachPrefixOf(key.key(), watcher -> watcher.offer(event));
            }
            dispatched = change.revision();
        } finally {
            lock.unlock();
        }
    }

    /// The history moved on faster than this thread: every watcher has missed something.
    private void giveUpAll(CompactedException cause) {
        lock.lock();
        try {
            watchers.forEach(watcher -> watcher.lose(cause));
            watchers.clear();
            dispatched = history.newest().revision();
        } finally {
            lock.unlock();
        }
    }
}
