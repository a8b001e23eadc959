package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A key as a plugin wrapped it, with all that the plugin needs to unwrap it. Immutable.
///
/// @param keyId the key encryption key, as the plugin calls it
/// @param annotations the plugin's own notes, by name
public record WrappedKey(
        ByteString ciphertext, String keyId, SortedMap<String, ByteString> annotations) {
    public WrappedKey {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public WrappedKey(ByteString ciphertext, String keyId, Map<String, ByteString> annotations) {
        this(ciphertext, keyId, new TreeMap<>(annotations));
    }
}
