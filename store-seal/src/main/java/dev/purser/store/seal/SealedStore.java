package dev.purser.store.seal;

import dev.purser.store.Change;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// A [Store] that keeps chosen values encrypted in another one. It owns that store and closes it.
///
/// Keys and revisions stay readable; values of the chosen resources never reach the inner store in
/// the clear, nor do the last values of deletions. What does not open is refused rather than
/// believed. How values are sealed may be [replaced][#replace] while the store is in use; what was
/// sealed otherwise before stays readable, and is [rewritten][#rewrite] one by one.
public final class SealedStore implements Store {
    private final Store inner;
    private final Function<String, StoredResource> resources;

    /// Writers hold the read side from sealing to the end of the commit, so that nobody writes with
    /// a sealing that has been replaced.
    private final ReentrantReadWriteLock replacing = new ReentrantReadWriteLock();

    private volatile Seals seals;

    private SealedStore(Store inner, Seals seals) {
        this.inner = inner;
        this.resources = seals.resources();
        this.seals = seals;
    }

    /// Decorates a store.
    ///
    /// @param resources what a store key's value is an object of
    /// @throws StoreException if the store holds a value that does not open; nothing is written
    ///   then
    public static SealedStore open(
            Store inner, Function<String, StoredResource> resources, Sealing sealing) {
        Seals seals = new Seals(sealing, resources);
        requireOpen(inner.snapshot().entries(), seals);
        return new SealedStore(inner, seals);
    }

    private static void requireOpen(List<Entry> entries, Seals seals) {
        for (Entry entry : entries) {
            seals.open(entry.key(), entry.value());
        }
    }

    /// How values are sealed now.
    public Sealing sealing() {
        return seals.sealing();
    }

    /// Seals otherwise from now on. What is stored stays as it is.
    ///
    /// @throws StoreException if a live value would not open any more; nothing has changed then
    public void replace(Sealing next) {
        Seals candidate = new Seals(next, resources);
        Snapshot snapshot = inner.snapshot();
        requireOpen(snapshot.entries(), candidate);
        replacing.writeLock().lock();
        try {
            List<Entry> since =
                    inner.snapshot().entries().stream()
                            .filter(entry -> entry.modRevision() > snapshot.revision())
                            .toList();
            requireOpen(since, candidate);
            seals = candidate;
        } finally {
            replacing.writeLock().unlock();
        }
    }

    /// Counts the live values by resource and key.
    ///
    /// @throws StoreException if a value does not open
    public Inventory inventory() {
        Seals now = seals;
        Snapshot snapshot = inner.snapshot();
        Map<Inventory.Line, Long> counts =
                new TreeMap<>(
                        Comparator.comparing((Inventory.Line line) -> line.resource().toString())
                                .thenComparing(line -> line.sealedBy().toString())
                                .thenComparing(Inventory.Line::current));
        for (Entry entry : snapshot.entries()) {
            counts.merge(line(now, entry), 1L, Long::sum);
        }
        return new Inventory(
                snapshot.revision(),
                counts.entrySet().stream()
                        .map(count ->
                                new Inventory.Line(
                                        count.getKey().resource(),
                                        count.getKey().sealedBy(),
                                        count.getKey().current(),
                                        count.getValue()))
                        .toList());
    }

    private Inventory.Line line(Seals now, Entry entry) {
        return new Inventory.Line(
                resources.apply(entry.key()),
                now.sealedBy(entry.key(), entry.value()),
                now.isCurrent(entry.key(), entry.value()),
                0);
    }

    /// The keys of live values that would be written otherwise now, in order.
    public List<String> staleKeys() {
        Seals now = seals;
        return inner.snapshot().entries().stream()
                .filter(entry -> !now.isCurrent(entry.key(), entry.value()))
                .map(Entry::key)
                .toList();
    }

    @Override
    public boolean isStale(String key) {
        Seals now = seals;
        return inner.get(key).filter(entry -> !now.isCurrent(key, entry.value())).isPresent();
    }

    /// How a [#rewrite] ended.
    public enum Rewrite {
        /// The same content was sealed anew, at a new revision.
        REWRITTEN,
        /// It was as it should be.
        CURRENT,
        /// There is no such key any more.
        GONE
    }

    /// Seals a key's live value as it would be now, if it is stale. Watchers see an update that
    /// changes nothing but the revision, as after a storage migration of Kubernetes. Writes that
    /// happen at the same time win: they are sealed anew anyway.
    public Rewrite rewrite(String key) {
        while (true) {
            Optional<Entry> found = inner.get(key);
            if (found.isEmpty()) {
                return Rewrite.GONE;
            }
            Entry entry = found.get();
            if (seals.isCurrent(key, entry.value())) {
                return Rewrite.CURRENT;
            }
            Value plain = seals.open(key, entry.value());
            Transaction update =
                    Transaction.of(new Transaction.Update(key, plain, entry.modRevision()));
            if (commit(update) instanceof CommitResult.Committed) {
                return Rewrite.REWRITTEN;
            }
        }
    }

    @Override
    public CommitResult commit(Transaction transaction) {
        replacing.readLock().lock();
        try {
            Seals now = seals;
            Transaction sealed =
                    new Transaction(
                            transaction.operations().stream()
                                    .map(operation -> sealed(now, operation))
                                    .toList());
            return switch (inner.commit(sealed)) {
                case CommitResult.Committed committed -> committed;
                case CommitResult.Conflict conflict -> opened(conflict);
            };
        } finally {
            replacing.readLock().unlock();
        }
    }

    @Override
    public Optional<Entry> get(String key) {
        return inner.get(key).map(this::opened);
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

    private static Transaction.Operation sealed(Seals now, Transaction.Operation operation) {
        String key = operation.key();
        return switch (operation) {
            case Transaction.Create create ->
                    new Transaction.Create(key, now.seal(key, create.value()));
            case Transaction.Update update ->
                    new Transaction.Update(
                            key, now.seal(key, update.value()), update.expectedRevision());
            case Transaction.Delete delete ->
                    new Transaction.Delete(
                            key, delete.expectedRevision(), now.seal(key, delete.lastValue()));
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
                last == null ? null : seals.open(change.key(), last));
    }

    /// An entry that was never sealed stays the same object, and so is in memory once.
    private Entry opened(Entry entry) {
        Value plain = seals.open(entry.key(), entry.value());
        return SealedBy.isSealed(entry.value())
                ? new Entry(entry.key(), plain, entry.createRevision(), entry.modRevision())
                : entry;
    }
}
