package dev.purser.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// The simplest thing that behaves as a [Store] should: a sorted map and a list. It also invents
/// the transactions, many of which are meant to conflict.
final class StoreModel {
    private final Random random;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private long revision = Store.FIRST_REVISION;
    private long compacted = Store.FIRST_REVISION;

    StoreModel(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    long revision() {
        return revision;
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    List<Change> changesAfter(long from) {
        return changes.stream().filter(change -> change.revision() > from).toList();
    }

    Store.Snapshot snapshot() {
        return new Store.Snapshot(revision, List.copyOf(entries.values()));
    }

    long compact() {
        compacted = randomKnownRevision();
        return compacted;
    }

    long randomKnownRevision() {
        return compacted + random.nextLong(revision - compacted + 1);
    }

    Transaction randomTransaction() {
        Set<String> keys = new LinkedHashSet<>();
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
        while (keys.size() < count) {
            keys.add("/registry/things/" + random.nextInt(12));
        }
        return new Transaction(keys.stream().map(this::randomOperation).toList());
    }

    private Transaction.Operation randomOperation(String key) {
        Entry current = entries.get(key);
        Value value = Value.of(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
        if (current == null && random.nextInt(10) > 0) {
            return new Transaction.Create(key, value);
        }
        boolean stale = current == null || random.nextInt(12) == 0;
        long expected = stale ? random.nextLong(revision + 1) : current.modRevision();
        return switch (random.nextInt(8)) {
            case 0 -> new Transaction.Create(key, value);
            case 1, 2 -> new Transaction.Delete(key, expected, value);
            default -> new Transaction.Update(key, value, expected);
        };
    }

    CommitResult commit(Transaction transaction) {
        long next = revision + 1;
        List<Change.KeyChange> keys = new ArrayList<>();
        for (Transaction.Operation operation : transaction.operations()) {
            Entry current = entries.get(operation.key());
            long found = current == null ? 0 : current.modRevision();
            boolean holds =
                    switch (operation) {
                        case Transaction.Create _ -> current == null;
                        case Transaction.Update u ->
                                current != null && found == u.expectedRevision();
                        case Transaction.Delete d ->
                                current != null && found == d.expectedRevision();
                    };
            if (!holds) {
                return new CommitResult.Conflict(operation.key(), current);
            }
            keys.add(keyChange(operation, current, next));
        }
        keys.forEach(key -> {
            if (key.current() == null) {
                entries.remove(key.key());
            } else {
                entries.put(key.key(), key.current());
            }
        });
        revision = next;
        changes.add(new Change(next, keys));
        return new CommitResult.Committed(next);
    }

    private static Change.KeyChange keyChange(
            Transaction.Operation operation, Entry current, long revision) {
        String key = operation.key();
        return switch (operation) {
            case Transaction.Create c ->
                    new Change.KeyChange(
                            key, null, new Entry(key, c.value(), revision, revision), null);
            case Transaction.Update u ->
                    new Change.KeyChange(
                            key,
                            current,
                            new Entry(key, u.value(), current.createRevision(), revision),
                            null);
            case Transaction.Delete d -> new Change.KeyChange(key, current, null, d.lastValue());
        };
    }
}
