package dev.purser.store;

import java.util.List;

/// Operations that happen together or not at all, each on condition of the key's last revision.
public record Transaction(List<Operation> operations) {
    public Transaction {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a transaction has at least one operation");
        }
        if (operations.stream().map(Operation::key).distinct().count() < operations.size()) {
            throw new IllegalArgumentException("a transaction names a key at most once");
        }
    }

    public static Transaction of(Operation... operations) {
        return new Transaction(List.of(operations));
    }

    /// One write of one key; a transaction names a key at most once.
    public sealed interface Operation {
        String key();
    }

    /// Makes a key that must not exist.
    public record Create(String key, Value value) implements Operation {}

    /// Replaces the value of a key whose last write was at `expectedRevision`.
    public record Update(String key, Value value, long expectedRevision) implements Operation {}

    /// Removes a key whose last write was at `expectedRevision`.
    ///
    /// @param lastValue the object as watchers of the deletion see it; its `resourceVersion` is set
    ///   when it is read
    public record Delete(String key, long expectedRevision, Value lastValue) implements Operation {}
}
