package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// One index of an [ObjectCache]: which names are filed under which value. Guarded by the cache's
/// lock.
final class IndexedKeys {
    private final ObjectIndex index;
    private final Map<String, Set<ObjectKey>> keysByValue = new HashMap<>();

    IndexedKeys(ObjectIndex index) {
        this.index = index;
    }

    void add(ObjectKey key, KubeObject object) {
        for (String value : index.values().apply(object)) {
            keysByValue.computeIfAbsent(value, _ -> new LinkedHashSet<>()).add(key);
        }
    }

    void remove(ObjectKey key, KubeObject object) {
        for (String value : index.values().apply(object)) {
            keysByValue.computeIfPresent(
                    value,
                    (_, keys) -> {
                        keys.remove(key);
                        return keys.isEmpty() ? null : keys;
                    });
        }
    }

    Set<ObjectKey> find(String value) {
        return keysByValue.getOrDefault(value, Set.of());
    }
}
