package dev.purser.store;

import java.util.Arrays;

/// The bytes of one object. Immutable by agreement: whoever receives the array shares it with
/// everybody else.
///
/// The bytes may be a Secret's, so `toString` shows only their number.
public final class Value {
    private final byte[] bytes;

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
