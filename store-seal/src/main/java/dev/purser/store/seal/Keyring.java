package dev.purser.store.seal;

import java.security.SecureRandom;
import java.util.List;

/// The keys of a store: the first seals, all open. Immutable.
///
/// @param keys at least one, each name once
public record Keyring(List<NamedKey> keys) {
    public Keyring {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a keyring has at least one key");
        }
        if (keys.stream().map(NamedKey::name).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("a key's name stands in a keyring once");
        }
    }

    public NamedKey sealing() {
        return keys.getFirst();
    }

    /// The keys as AES-GCM uses them, in their order.
    ///
    /// @param random where nonces come from
    public List<Provider> providers(SecureRandom random) {
        return keys.stream().<Provider>map(key -> new AesGcm(key, random)).toList();
    }
}
