package dev.purser.store.seal;

import java.util.List;
import java.util.Optional;

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

    NamedKey sealing() {
        return keys.getFirst();
    }

    Optional<NamedKey> find(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
