package dev.purser.store.seal;

import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A [Store] that keeps chosen values encrypted in another one. It owns that store and closes it.
///
/// Keys and revisions stay readable; values of the chosen keys never reach the inner store in the
/// clear, nor do the last values of deletions. A chosen key whose value is not encrypted is refused
/// rather than believed.
public final class SealedStore implements Store {
    private static final String SECRETS = "/registry/secrets/";

    private final Store inner;
    private final Predicate<String> isSecret;
    private final Envelope envelope;

    /// @param isSecret which keys' values to encrypt
    /// @param random where nonces come from
    public SealedStore(
            Store inner, Predicate<String> isSecret, Keyring keyring, SecureRandom random) {
        this.inner = inner;
        this.isSecret = isSecret;
        this.envelope = new Envelope(keyring, random);
    }

    /// Decorates a store whose keys are in a file, which is made if this is the store's first use.
    ///
    /// @throws StoreException if the store holds encrypted values that the file's keys do not open,
    ///   or if there are such values and no file; nothing is written then
    public static SealedStore open(
            Store inner, Predicate<String> isSecret, KeyFile keyFile, SecureRandom random) {
        Keyring keyring =
                keyFile.read()
                        .orElseGet(() -> {
                            requireUnused(inner, keyFile);
                            return keyFile.create();
                        });
        SealedStore store = new SealedStore(inner, isSecret, keyring, random);
        store.snapshot();
        return store;
    }

    /// The keys of Secrets.
    public static Predicate<String> secrets() {
        return key -> key.startsWith(SECRETS);
    }

    private static void requireUnused(Store inner, KeyFile keyFile) {
        for (Entry entry : inner.snapshot().entries()) {
            if (Envelope.isSealed(entry.value())) {
                throw new StoreException(
                        "the key file "
                                + keyFile
                                + " is missing, and "
                                + entry.key()
                                + " is encrypted; put the file back in its place");
            }
        }
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        Transaction sealed =
                new Transaction(transaction.operations().stream().map(this::sealed).toList());
        return switch (inner.commit(sealed)) {
            case CommitResult.Committed committed -> committed;
            case CommitResult.Conflict conflict -> opened(conflict);
        };
    }

    @Override
    public Snapshot snapshot() {
        Snapshot snapshot = inner.snapshot();
        return new Snapshot(
                snapshot.revision(), snapshot.entries().stream().map(this::opened).toList());
    }

    @Override
    public Subscription subscribe(long afterRevision, Consumer<Change> consumer)
            throws CompactedException {
        return inner.subscribe(afterRevision, change -> consumer.accept(opened(change)));
    }

    @Override
    public void compact(long revision) {
        inner.compact(revision);
    }

    @Override
    public void close() {
        inner.close();
    }

    private Transaction.Operation sealed(Transaction.Operation operation) {
        String key = operation.key();
        if (!isSecret.test(key)) {
            return operation;
        }
        return switch (operation) {
            case Transaction.Create create ->
                    new Transaction.Create(key, envelope.seal(key, create.value()));
            case Transaction.Update update ->
                    new Transaction.Update(
                            key, envelope.seal(key, update.value()), update.expectedRevision());
            case Transaction.Delete delete ->
                    new Transaction.Delete(
                            key, delete.expectedRevision(), envelope.seal(key, delete.lastValue()));
        };
    }

    private CommitResult.Conflict opened(CommitResult.Conflict conflict) {
        Entry current = conflict.current();
        return current == null
                ? conflict
                : new CommitResult.Conflict(conflict.key(), opened(current));
    }

    private Change opened(Change change) {
        return new Change(change.revision(), change.keys().stream().map(this::opened).toList());
    }

    private Change.KeyChange opened(Change.KeyChange change) {
        Entry previous = change.previous();
        Entry current = change.current();
        Value last = change.lastValue();
        return new Change.KeyChange(
                change.key(),
                previous == null ? null : opened(previous),
                current == null ? null : opened(current),
                last == null ? null : opened(change.key(), last));
    }

    /// An entry that was never sealed stays the same object, and so is in memory once.
    private Entry opened(Entry entry) {
        return isSealed(entry.key(), entry.value())
                ? new Entry(
                        entry.key(),
                        envelope.open(entry.key(), entry.value()),
                        entry.createRevision(),
                        entry.modRevision())
                : entry;
    }

    private Value opened(String key, Value value) {
        return isSealed(key, value) ? envelope.open(key, value) : value;
    }

    /// A value that looks sealed counts as sealed: narrowing the choice of keys loses nothing.
    private boolean isSealed(String key, Value value) {
        return isSecret.test(key) || Envelope.isSealed(value);
    }
}
