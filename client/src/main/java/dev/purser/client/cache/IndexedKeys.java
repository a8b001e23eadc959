package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One index of an [ObjectCache]: which names are filed under which value. Guarded by the cache's
/// lock.
///
/// Most values, such as uids, have one name alone: those have the smallest of sets.
final class IndexedKeys {
    private final ObjectIndex index;
    private final Map<String, Set<ObjectKey>> keysByValue = new HashMap<>();

    IndexedKeys(ObjectIndex index) {
        this.index = index;
    }

    void add(ObjectKey key, KubeObject object) {
        for (String value : index.values().apply(object)) {
            var _ = keysByValue.merge(value, Set.of(key), IndexedKeys::union);
        }
    }

    private static Set<ObjectKey> union(Set<ObjectKey> known, Set<ObjectKey> more) {
        if (known.equals(more)) {
            return known;
        }
        Set<ObjectKey> all = known.size() == 1 ? new LinkedHashSet<>(known) : known;
        all.addAll(more);
        return all;
    }

    void remove(ObjectKey key, KubeObject object) {
        for (String value : index.values().apply(object)) {
            keysByValue.computeIfPresent(value, (_, keys) -> without(keys, key));
        }
    }

    private static @Nullable Set<ObjectKey> without(Set<ObjectKey> keys, ObjectKey key) {
        if (keys.size() == 1) {
            return keys.contains(key) ? null : keys;
        }
        keys.remove(key);
        return keys.size() == 1 ? Set.copyOf(keys) : keys;
    }

    Set<ObjectKey> find(String value) {
        return keysByValue.getOrDefault(value, Set.of());
    }
}
