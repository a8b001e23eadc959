package dev.purser.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The memory that every read and watch is served from: the live entries of a store, and the recent
/// history of each. Thread-safe. [MultiVersionCache] is the implementation.
///
/// A write through [#commit] is visible to reads as soon as it returns.
public interface RevisionCache extends AutoCloseable {
    /// The revision that reads see now.
    long revision();

    /// The oldest revision that lists can still read at and watches can start after.
    long oldestRevision();

    /// The live entry of a key.
    Optional<Entry> get(String key);

    /// Live entries whose key starts with the prefix, ordered by key.
    ///
    /// @throws CompactedException if the asked revision is no longer held
    /// @throws IllegalArgumentException if it is later than [#revision]
    Page list(ListQuery query) throws CompactedException;

    /// The number of live entries below a prefix.
    long count(String prefix);

    /// What [Store#isStale] says of this key.
    boolean isStale(String key);

    /// Writes through to the store.
    CommitResult commit(Transaction transaction);

    /// Changes of keys with this prefix, after the given revision, in order and without gaps.
    ///
    /// @throws CompactedException if changes after that revision are no longer held
    /// @throws IllegalArgumentException if it is later than [#revision]
    default Watcher watch(String prefix, long afterRevision) throws CompactedException {
        return watch(Set.of(prefix), afterRevision);
    }

    /// Changes of keys with any of these prefixes, in one order. No prefix may begin with another.
    ///
    /// @throws CompactedException as above
    /// @throws IllegalArgumentException as above
    Watcher watch(Set<String> prefixes, long afterRevision) throws CompactedException;

    /// Forgets all history up to now, but for what watchers are still to be told: lists at older
    /// revisions and watches after them are refused from now on.
    void forgetHistory();

    /// Ends all watches. Does not close the store.
    @Override
    void close();

    /// Which entries to list.
    ///
    /// @param revision 0 for now, or the revision to read at
    /// @param afterKey the last key of the page before; empty for the first
    /// @param limit the most entries to return; 0 for all
    record ListQuery(String prefix, long revision, String afterKey, int limit) {}

    /// A page of a list.
    ///
    /// @param revision the revision that all pages of this list share
    /// @param remaining how many entries follow this page
    record Page(long revision, List<Entry> entries, long remaining) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// A bounded stream of changes for one reader. One that falls too far behind is ended, never
    /// waited for.
    interface Watcher extends AutoCloseable {
        /// The next event, waiting up to the given time; empty when none came. Once the watch is
        /// closed it returns at once.
        ///
        /// @throws CompactedException if this reader was too slow and lost its place
        Optional<WatchEvent> next(Duration wait) throws CompactedException, InterruptedException;

        /// The revision up to which this reader has been given everything that concerns it: what a
        /// bookmark says. Meaningful between calls of [#next] on the reader's own thread.
        long progressRevision();

        /// Whether this watch was ended, by the cache or by [#close].
        boolean isClosed();

        @Override
        void close();
    }

    /// One key's change, with the revision of its transaction.
    record WatchEvent(long revision, Change.KeyChange change) {}
}
