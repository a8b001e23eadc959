package dev.purser.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a transaction does to a set of entries. The rules of compare-and-set live here, once for
/// every store that keeps its entries in memory.
public sealed interface Effect {
    /// Every condition held.
    ///
    /// @param entries the entries afterwards
    record Applied(EntryTree entries, Change change) implements Effect {}

    /// A condition did not hold; nothing happens.
    record Refused(CommitResult.Conflict conflict) implements Effect {}

    /// Applies the transaction at a new revision.
    static Effect of(Transaction transaction, EntryTree entries, long revision) {
        EntryTree after = entries;
        List<Change.KeyChange> changes = new ArrayList<>(transaction.operations().size());
        for (Transaction.Operation operation : transaction.operations()) {
            @Nullable Entry current = entries.get(operation.key()).orElse(null);
            Optional<Change.KeyChange> change = change(operation, current, revision);
            if (change.isEmpty()) {
                return new Refused(new CommitResult.Conflict(operation.key(), current));
            }
            Entry replacement = change.get().current();
            after = replacement == null ? after.without(operation.key()) : after.with(replacement);
            changes.add(change.get());
        }
        return new Applied(after, new Change(revision, changes));
    }

    /// Empty if the operation's condition does not hold for the current entry.
    private static Optional<Change.KeyChange> change(
            Transaction.Operation operation, @Nullable Entry current, long revision) {
        String key = operation.key();
        return switch (operation) {
            case Transaction.Create create ->
                    current != null
                            ? Optional.empty()
                            : Optional.of(
                                    new Change.KeyChange(
                                            key,
                                            null,
                                            new Entry(key, create.value(), revision, revision),
                                            null));
            case Transaction.Update update ->
                    current == null || current.modRevision() != update.expectedRevision()
                            ? Optional.empty()
                            : Optional.of(
                                    new Change.KeyChange(
                                            key,
                                            current,
                                            new Entry(
                                                    key,
                                                    update.value(),
                                                    current.createRevision(),
                                                    revision),
                                            null));
            case Transaction.Delete delete ->
                    current == null || current.modRevision() != delete.expectedRevision()
                            ? Optional.empty()
                            : Optional.of(
                                    new Change.KeyChange(key, current, null, delete.lastValue()));
        };
    }
}
