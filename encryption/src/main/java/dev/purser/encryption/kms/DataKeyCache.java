package dev.purser.encryption.kms;

import dev.purser.encryption.kms.EncryptedObject.KeySource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Unwrapped keys by what they were unwrapped from, so that a plugin is asked once for each.
/// Thread-safe. There are about as many as starts of the server and rotations of the plugin's key.
final class DataKeyCache {
    private static final int SIZE_MAX = 10_000;

    private final Map<Wrapped, DataKey> keys =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Wrapped, DataKey> eldest) {
                    return size() > SIZE_MAX;
                }
            };

    /// What a key is known by: everything that the plugin is given to unwrap it.
    private record Wrapped(WrappedKey key, KeySource source) {}

    synchronized Optional<DataKey> find(WrappedKey wrapped, KeySource source) {
        return Optional.ofNullable(keys.get(new Wrapped(wrapped, source)));
    }

    synchronized void put(WrappedKey wrapped, KeySource source, DataKey key) {
        keys.put(new Wrapped(wrapped, source), key);
    }

    synchronized int size() {
        return keys.size();
    }
}
