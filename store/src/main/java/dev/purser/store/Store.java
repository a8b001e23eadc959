package dev.purser.store;

import java.util.List;
import java.util.function.Consumer;

/// A durable, revisioned key-value store with an ordered change feed. Thread-safe.
///
/// Every implementation passes the contract suite `StoreContract` of this module's test jar.
/// Failures of the medium surface as [StoreException]; after one, the store refuses writes until it
/// is opened anew, and never acknowledges a write that is not on the medium.
public interface Store extends AutoCloseable {
    /// Applies all of the transaction's operations at one new revision, or none of them. Returns
    /// once the result is durable and the change has been handed to the subscribers that were there
    /// before the call.
    CommitResult commit(Transaction transaction);

    /// All live entries, as of one revision, ordered by key.
    Snapshot snapshot();

    /// Calls the consumer, one change at a time and in revision order, for every change after the
    /// given revision. The consumer is called on a thread of the store's and must return quickly.
    ///
    /// @throws CompactedException if changes after that revision are gone
    Subscription subscribe(long afterRevision, Consumer<Change> consumer) throws CompactedException;

    /// Forgets changes up to and including this revision; live entries stay.
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
