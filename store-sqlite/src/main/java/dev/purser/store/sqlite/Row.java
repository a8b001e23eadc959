package dev.purser.store.sqlite;

import dev.purser.store.Change;
import dev.purser.store.Entry;
import dev.purser.store.Value;
import java.util.Objects;

/// One key's change as the file holds it.
///
/// @param id the revision and the position within its transaction; rows in this order are the
///   history
/// @param previous the revision of the key's row before this one; 0 if this one made the key
/// @param value the new value, or for a deletion the last one
record Row(long id, String key, long created, long previous, Kind kind, Value value) {
    /// How many bits of an id tell the position within a transaction.
    private static final int POSITION_BITS = 16;

    /// The most operations of one transaction.
    static final int MAX_POSITIONS = 1 << POSITION_BITS;

    /// Whether the key lives on after the row.
    enum Kind {
        PUT(0),
        DELETE(1);

        /// How the file spells it.
        final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    static long firstId(long revision) {
        return revision << POSITION_BITS;
    }

    static Row of(long revision, int position, Change.KeyChange change) {
        long id = firstId(revision) + position;
        Entry previous = change.previous();
        long before = previous == null ? 0 : previous.modRevision();
        Entry current = change.current();
        if (current != null) {
            return new Row(
                    id, change.key(), current.createRevision(), before, Kind.PUT, current.value());
        }
        long created = previous == null ? 0 : previous.createRevision();
        Value last = Objects.requireNonNull(change.lastValue(), "a deletion has a last value");
        return new Row(id, change.key(), created, before, Kind.DELETE, last);
    }

    long revision() {
        return id >> POSITION_BITS;
    }

    Entry entry() {
        return new Entry(key, value, created, revision());
    }

    long checksum() {
        return new Checksum()
                .add(id)
                .add(created)
                .add(previous)
                .add(kind.code)
                .add(key)
                .add(value.bytes())
                .value();
    }
}
