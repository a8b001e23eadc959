package dev.purser.store.seal;

import java.util.List;

/// What lies in a store, and under which keys: live values, counted at one revision.
///
/// @param lines ordered by resource, then by key; no line counts nothing
public record Inventory(long revision, List<Line> lines) {
    public Inventory {
        lines = List.copyOf(lines);
    }

    /// Values of one resource that were sealed alike.
    ///
    /// @param current whether they would be written so now; if not, they are stale
    public record Line(StoredResource resource, SealedBy sealedBy, boolean current, long count) {
        /// In the clear though the resource is to be sealed, or because it is not.
        public boolean isPlain() {
            return sealedBy.equals(SealedBy.NOBODY);
        }
    }

    /// How many values would be written otherwise now.
    public long stale() {
        return lines.stream().filter(line -> !line.current()).mapToLong(Line::count).sum();
    }

    /// How many values a key still opens: it may be forgotten when nothing needs it.
    public long under(SealedBy key) {
        return lines.stream()
                .filter(line -> line.sealedBy().equals(key))
                .mapToLong(Line::count)
                .sum();
    }
}
