package dev.purser.store.seal;

import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The readable beginning of a sealed value: `k8s:enc:PROVIDER:v1:KEY:`. Immutable.
public final class Header {
    private final byte[] bytes;

    private Header(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Header of(String text) {
        return new Header(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The header of a provider that holds its keys itself.
    public static Header of(String provider, String keyName) {
        return of("k8s:enc:" + provider + ":v1:" + keyName + ":");
    }

    public int size() {
        return bytes.length;
    }

    public boolean begins(Value value) {
        byte[] all = value.bytes();
        return all.length >= bytes.length
                && Arrays.equals(all, 0, bytes.length, bytes, 0, bytes.length);
    }

    /// A new array that begins with this header and has room for a body behind it.
    public byte[] before(int bodyBytes) {
        return Arrays.copyOf(bytes, Math.addExact(bytes.length, bodyBytes));
    }
}
