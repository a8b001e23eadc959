package dev.purser.store.custody;

import java.util.Arrays;

/// Bytes that nobody should see: wiped when closed, never shown. Not thread-safe.
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes the array over; the caller forgets it.
    public static SecretBytes of(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /// The bytes themselves, not a copy: gone once this is closed.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return bytes.length + " secret bytes";
    }
}
