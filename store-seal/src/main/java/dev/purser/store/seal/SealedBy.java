package dev.purser.store.seal;

import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;

/// Which provider sealed a value, with which of its keys: what the header of a value tells.
///
/// @param provider `identity`, `aesgcm`, `aescbc`, `secretbox` or `kms`
/// @param key the key's name in the configuration, or a KMS plugin's; empty for `identity`
/// @param keyId the key encryption key as the KMS plugin calls it; empty for other providers
public record SealedBy(String provider, String key, String keyId) {
    public static final SealedBy NOBODY = new SealedBy("identity", "", "");

    private static final String SEALED = "k8s:enc:";

    /// Longer than any header that an operator would bear to read.
    private static final int HEADER_BYTES_MAX = 600;

    public SealedBy(String provider, String key) {
        this(provider, key, "");
    }

    /// Whether a value is in an envelope of any provider. No object's JSON or protobuf begins so.
    public static boolean isSealed(Value value) {
        return Header.of(SEALED).begins(value);
    }

    /// Reads a value's header without any key. A key's name that has a colon is cut there.
    public static SealedBy read(Value value) {
        if (!isSealed(value)) {
            return NOBODY;
        }
        int length = Math.min(value.size(), HEADER_BYTES_MAX);
        String[] words = new String(value.bytes(), 0, length, StandardCharsets.UTF_8).split(":", 6);
        return words.length < 6 ? new SealedBy("unknown", "") : new SealedBy(words[2], words[4]);
    }

    /// As people read it: `aesgcm key-1`, `kms plugin (key id abc)`.
    @Override
    public String toString() {
        String name = key.isEmpty() ? provider : provider + " " + key;
        return keyId.isEmpty() ? name : name + " (key id " + keyId + ")";
    }
}
