package dev.purser.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A durable, revisioned key-value store with an ordered change feed. Thread-safe.
///
/// Every implementation passes the contract suite `StoreContract` of this module's test jar.
/// Failures of the medium surface as [StoreException], and a write that is not on the medium is
/// never acknowledged. Where the medium merely has no room, nothing was written and later writes
/// may succeed; after any other failure the store refuses writes until it is opened anew.
public interface Store extends AutoCloseable {
    /// Where a new, empty store stands. It is not 0, which means "any" in Kubernetes' API.
    long FIRST_REVISION = 1;

    /// Applies all of the transaction's operations at one new revision, or none of them. Returns
    /// once the result is durable and the change has been handed to the subscribers that were there
    /// before the call.
    CommitResult commit(Transaction transaction);

    /// The live entry of a key, as the newest acknowledged write left it.
    Optional<Entry> get(String key);

    /// Whether the medium holds the live value of this key in a form that it would not be written
    /// in now: sealed with a key that has been replaced, for one. Writing the same bytes again is
    /// no waste then. False where there is no such key.
    default boolean isStale(String key) {
        return false;
    }

    /// All live entries, as of one revision, ordered by key.
    Snapshot snapshot();

    /// Calls the consumer, one change at a time and in revision order, for every change after the
    /// given revision. The consumer is called on a thread of the store's; it must return quickly,
    /// must not throw, and must not call the store.
    ///
    /// @throws IllegalArgumentException if that revision is later than the newest
    /// @throws CompactedException if changes after that revision are gone
    Subscription subscribe(long afterRevision, Consumer<Change> consumer) throws CompactedException;

    /// Forgets changes up to and including this revision; live entries stay. A revision later than
    /// the newest means the newest.
    void compact(long revision);

    /// Ends subscriptions, finishes what was accepted, releases the medium. Idempotent.
    @Override
    void close();

    /// Every live entry at one revision.
    record Snapshot(long revision, List<Entry> entries) {
        public Snapshot {
            entries = List.copyOf(entries);
        }
    }

    /// A running subscription; closing it ends the calls.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
