package dev.purser.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one transaction changed.
public record Change(long revision, List<KeyChange> keys) {
    public Change {
        keys = List.copyOf(keys);
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
            @Nullable Value lastValue) {}
}
