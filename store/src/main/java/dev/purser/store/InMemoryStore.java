package dev.purser.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A store that forgets everything when it is closed, for tests and throwaway servers.
///
/// Subscribers are called on the committing thread, while the store is locked.
public final class InMemoryStore implements Store {
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Change> history = new TreeMap<>();
    private final ChangeFeed feed = new ChangeFeed();
    private EntryTree entries = EntryTree.empty();
    private long revision = FIRST_REVISION;
    private long compacted = FIRST_REVISION;
    private boolean closed;

    @Override
    public CommitResult commit(Transaction transaction) {
        lock.lock();
        try {
            requireOpen();
            return switch (Effect.of(transaction, entries, revision + 1)) {
                case Effect.Refused refused -> refused.conflict();
                case Effect.Applied applied -> {
                    revision = applied.change().revision();
                    entries = applied.entries();
                    history.put(revision, applied.change());
                    feed.publish(applied.change());
                    yield new CommitResult.Committed(revision);
                }
            };
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Entry> get(String key) {
        lock.lock();
        try {
            requireOpen();
            return entries.get(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        lock.lock();
        try {
            requireOpen();
            return new Snapshot(revision, entries.list("", "", 0));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(long afterRevision, Consumer<Change> consumer)
            throws CompactedException {
        lock.lock();
        try {
            requireOpen();
            if (afterRevision < compacted) {
                throw new CompactedException(afterRevision, compacted);
            }
            if (afterRevision > revision) {
                throw new IllegalArgumentException(
                        "revision " + afterRevision + " is later than the store's " + revision);
            }
            List<Change> missed = new ArrayList<>(history.tailMap(afterRevision, false).values());
            missed.forEach(consumer);
            return feed.add(consumer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void compact(long upTo) {
        lock.lock();
        try {
            requireOpen();
            compacted = Math.max(compacted, Math.min(upTo, revision));
            history.headMap(compacted, true).clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            feed.clear();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }
}
