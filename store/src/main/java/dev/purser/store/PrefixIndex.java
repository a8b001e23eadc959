package dev.purser.store;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Finds, for a key, the values that were put under any prefix of it. Not thread-safe.
///
/// A lookup costs a few steps in a sorted map, however many other prefixes there are.
final class PrefixIndex<T> {
    private final TreeMap<String, Set<T>> byPrefix = new TreeMap<>();

    void add(String prefix, T value) {
        byPrefix.computeIfAbsent(prefix, _ -> new LinkedHashSet<>()).add(value);
    }

    void remove(String prefix, T value) {
        byPrefix.computeIfPresent(
                prefix,
                (_, values) -> {
                    values.remove(value);
                    return values.isEmpty() ? null : values;
                });
    }

    /// Calls the consumer with every value under a prefix of the key, longest prefix first.
    ///
    /// All prefixes of a key sort before it, and between a key and a shorter prefix lie only
    /// strings that share that prefix. So one walks down, and where a string is no prefix, goes on
    /// from what it has in common with the key.
    void forEachPrefixOf(String key, Consumer<T> consumer) {
        String candidate = byPrefix.floorKey(key);
        while (candidate != null) {
            if (key.startsWith(candidate)) {
                byPrefix.getOrDefault(candidate, Set.of()).forEach(consumer);
                candidate = byPrefix.lowerKey(candidate);
            } else {
                candidate = byPrefix.floorKey(common(key, candidate));
            }
        }
    }

    /// All values under all prefixes.
    void forEach(Consumer<T> consumer) {
        byPrefix.values().forEach(values -> values.forEach(consumer));
    }

    void clear() {
        byPrefix.clear();
    }

    private static String common(String key, String other) {
        int length = 0;
        int end = Math.min(key.length(), other.length());
        while (length < end && key.charAt(length) == other.charAt(length)) {
            length++;
        }
        return key.substring(0, length);
    }
}
