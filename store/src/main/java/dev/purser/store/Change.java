package dev.purser.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one transaction changed.
public record Change(long revision, List<KeyChange> keys) {
    public Change {
        keys = List.copyOf(keys);
    }

    /// The bytes of the values that nobody reads any more but for this change.
    long supersededBytes() {
        return keys.stream().mapToLong(KeyChange::supersededBytes).sum();
    }

    /// What happened to one key: both sides for an update, one of them for a creation or a
    /// deletion.
    ///
    /// @param previous the entry before; null for a creation
    /// @param current the entry after; null for a deletion
    /// @param lastValue for a deletion, the object as the deleting request left it; else null
    public record KeyChange(
            String key,
            @Nullable Entry previous,
            @Nullable Entry current,
            @Nullable Value lastValue) {

        /// The bytes of the values that nobody reads any more but for this change.
        long supersededBytes() {
            long before = previous == null ? 0 : previous.value().size();
            return lastValue == null ? before : before + lastValue.size();
        }

        /// The bytes of the value that this change is told with.
        long toldBytes() {
            return current == null ? supersededBytes() : current.value().size();
        }
    }
}
