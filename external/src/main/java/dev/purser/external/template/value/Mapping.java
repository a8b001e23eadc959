package dev.purser.external.template.value;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A map from strings, which templates can change: whoever holds it sees the change. Not
/// thread-safe; compared by identity.
public final class Mapping implements Value {
    private final GoType type;
    private final TreeMap<String, Value> members = new TreeMap<>();

    public Mapping(GoType type) {
        this.type = type;
    }

    public Mapping(GoType type, Map<String, ? extends Value> members) {
        this.type = type;
        this.members.putAll(members);
    }

    @Override
    public GoType type() {
        return type;
    }

    /// All members, in the order of their keys' bytes.
    public Map<String, Value> members() {
        return Collections.unmodifiableMap(members);
    }

    public void put(String key, Value value) {
        members.put(key, value);
    }

    public void remove(String key) {
        members.remove(key);
    }

    @Override
    public boolean isTrue() {
        return !members.isEmpty();
    }

    @Override
    public String toString() {
        return "(" + type + ")";
    }
}
