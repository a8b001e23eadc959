package dev.purser.store;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The bytes of one object. Immutable by agreement: whoever receives the array shares it with
/// everybody else.
///
/// The bytes may be a Secret's, so `toString` shows only their number.
public final class Value {
    private final byte[] bytes;
    private volatile @Nullable Object digest;

    private Value(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes the array over; the caller forgets it.
    public static Value of(byte[] bytes) {
        return new Value(bytes);
    }

    /// The bytes themselves, not a copy: never write to them.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    /// What a reader needs to know of the bytes again and again, such as an object's labels: made
    /// on first use and kept as long as the value is. All readers of one value agree on the type;
    /// two threads may both make it.
    public <T> T digest(Class<T> type, Function<byte[], T> maker) {
        Object known = digest;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T made = maker.apply(bytes);
        digest = made;
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
