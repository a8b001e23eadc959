package dev.purser.store;

import org.jspecify.annotations.Nullable;

/// How a transaction ended when the medium did its part.
public sealed interface CommitResult {
    /// All operations hold, durably, at this revision.
    record Committed(long revision) implements CommitResult {}

    /// Nothing was written: this key's condition did not hold.
    ///
    /// @param current the entry that is there instead; null when there is none
    record Conflict(String key, @Nullable Entry current) implements CommitResult {}
}
