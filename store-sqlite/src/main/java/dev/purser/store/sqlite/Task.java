package dev.purser.store.sqlite;

import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// What the writer thread is asked to do. The caller waits for the result.
sealed interface Task {
    CompletableFuture<?> result();

    /// A transaction to commit.
    record Commit(Transaction transaction, CompletableFuture<CommitResult> result)
            implements Task {}

    /// A subscriber to bring up to date and add.
    record Subscribe(
            long afterRevision,
            Consumer<Change> consumer,
            CompletableFuture<Store.Subscription> result)
            implements Task {}

    /// A revision to compact up to.
    record Compact(long revision, CompletableFuture<Void> result) implements Task {}

    /// Waits for a result whose failures are unchecked.
    static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    /// Waits for a subscription.
    static Store.Subscription awaitSubscription(CompletableFuture<Store.Subscription> result)
            throws CompactedException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CompactedException compacted) {
                throw compacted;
            }
            throw unwrapped(e);
        }
    }

    /// The failure with the stack trace of the caller who waited.
    private static RuntimeException unwrapped(CompletionException e) {
        Throwable cause = Objects.requireNonNull(e.getCause(), "a completion fails for a cause");
        if (cause instanceof IllegalArgumentException illegal) {
            return new IllegalArgumentException(illegal.getMessage(), illegal);
        }
        return new StoreException(String.valueOf(cause.getMessage()), cause);
    }
}
