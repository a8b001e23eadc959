package dev.purser.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/// The recent revisions of a cache, each with all its entries. Thread-safe; reading takes no lock.
final class History {
    /// So many are kept, however large: those who follow the changes are a few behind.
    private static final int FEWEST = 64;

    private final CacheLimits limits;
    private final InstantSource clock;
    private final ConcurrentSkipListMap<Long, Version> versions = new ConcurrentSkipListMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private int held = 1;
    private long heldBytes;
    private volatile Version newest;

    History(Store.Snapshot snapshot, CacheLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.newest =
                new Version(
                        clock.instant(),
                        EntryTree.ofSorted(snapshot.entries()),
                        new Change(snapshot.revision(), List.of()));
        versions.put(snapshot.revision(), newest);
    }

    Version newest() {
        return newest;
    }

    /// The oldest revision that can be read, and after which all changes are known.
    long oldestRevision() {
        return versions.firstKey();
    }

    void append(Change change) {
        writing.lock();
        try {
            Version before = newest;
            Version after = new Version(clock.instant(), before.entriesAfter(change), change);
            versions.put(change.revision(), after);
            held++;
            heldBytes += change.supersededBytes();
            newest = after;
            forgetOld();
        } finally {
            writing.unlock();
        }
    }

    /// The state at a revision.
    Version at(long revision) throws CompactedException {
        requireKnown(revision);
        Map.Entry<Long, Version> version = versions.floorEntry(revision);
        if (version == null) {
            throw new CompactedException(revision, oldestRevision());
        }
        return version.getValue();
    }

    /// All versions after a revision, in order.
    Collection<Version> after(long revision) throws CompactedException {
        writing.lock();
        try {
            requireKnown(revision);
            return List.copyOf(versions.tailMap(revision, false).values());
        } finally {
            writing.unlock();
        }
    }

    private void requireKnown(long revision) throws CompactedException {
        long current = newest.revision();
        if (revision > current) {
            throw new IllegalArgumentException(
                    "revision " + revision + " is later than the newest, " + current);
        }
        writing.lock();
        try {
            forgetOld();
        } finally {
            writing.unlock();
        }
        if (revision < oldestRevision()) {
            throw new CompactedException(revision, oldestRevision());
        }
    }

    /// Forgets all versions before one; that one stays.
    void forgetBefore(long revision) {
        writing.lock();
        try {
            while (held > 1 && versions.higherKey(versions.firstKey()) <= revision) {
                forgetFirst();
            }
        } finally {
            writing.unlock();
        }
    }

    /// A version's age counts from when the next one took its place: a list that was begun on the
    /// newest one has the full time to read its pages.
    private void forgetOld() {
        Instant horizon = clock.instant().minus(limits.age());
        while (held > 1) {
            Map.Entry<Long, Version> next = versions.higherEntry(versions.firstKey());
            if (!isTooMuch() && !next.getValue().at().isBefore(horizon)) {
                return;
            }
            forgetFirst();
        }
    }

    private boolean isTooMuch() {
        return held - 1 > limits.revisions() || (held > FEWEST && heldBytes > limits.bytes());
    }

    /// The oldest version goes; what the next one superseded can be asked for no more.
    private void forgetFirst() {
        versions.pollFirstEntry();
        held--;
        heldBytes -= versions.firstEntry().getValue().change().supersededBytes();
    }

    /// One revision: when it came, the entries it left, and what it changed.
    record Version(Instant at, EntryTree entries, Change change) {
        long revision() {
            return change.revision();
        }

        EntryTree entriesAfter(Change next) {
            EntryTree result = entries;
            for (Change.KeyChange key : next.keys()) {
                Entry current = key.current();
                result = current == null ? result.without(key.key()) : result.with(current);
            }
            return result;
        }
    }
}
