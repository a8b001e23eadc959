package dev.purser.node.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One ConfigMap or Secret as pods use it. Immutable; `toString` shows no value.
///
/// @param text the keys that may become environment variables: `data`
/// @param binary the keys of a ConfigMap's `binaryData`, which only volumes show
/// @param immutable whether the object promised never to change
public record ConfigObject(
        ConfigKey key,
        String uid,
        String resourceVersion,
        SortedMap<String, Content> text,
        SortedMap<String, Content> binary,
        boolean immutable) {
    public ConfigObject {
        text = Collections.unmodifiableSortedMap(new TreeMap<>(text));
        binary = Collections.unmodifiableSortedMap(new TreeMap<>(binary));
    }

    /// Every key, as a volume shows them.
    public Map<String, Content> files() {
        Map<String, Content> files = new LinkedHashMap<>(text);
        files.putAll(binary);
        return files;
    }
}
