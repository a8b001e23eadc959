package dev.purser.api.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A value beside the one that it replaces, as far as the schema tells which that is. Problems of a
/// value that did not change are forgiven (KEP-4008).
record Correlation(JsonNode old, JsonNode value, JsonSchema schema) {

    /// A member beside its old value; empty when there was none, or none that the schema knows.
    Optional<Correlation> member(String name) {
        JsonNode before = old.isObject() ? old.get(name) : null;
        JsonNode after = value.isObject() ? value.get(name) : null;
        return before == null || after == null
                ? Optional.empty()
                : schema.member(name).map(known -> new Correlation(before, after, known));
    }

    /// An item beside the old one of the same keys; empty in lists without keys.
    Optional<Correlation> item(int index) {
        boolean keyed =
                schema.type().equals(JsonSchema.ARRAY)
                        && schema.traits().listType().equals("map")
                        && !schema.traits().listMapKeys().isEmpty();
        if (!keyed || !old.isArray() || !value.isArray()) {
            return Optional.empty();
        }
        JsonNode item = value.path(index);
        return schema.items()
                .flatMap(known ->
                        key(item)
                                .flatMap(this::oldItem)
                                .map(before -> new Correlation(before, item, known)));
    }

    private Optional<JsonNode> oldItem(List<JsonNode> wanted) {
        for (JsonNode item : old) {
            if (key(item).filter(wanted::equals).isPresent()) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private Optional<List<JsonNode>> key(JsonNode item) {
        List<JsonNode> key = new ArrayList<>();
        for (String name : schema.traits().listMapKeys()) {
            JsonNode part = item.path(name);
            if (!part.isValueNode() || part.isNull()) {
                return Optional.empty();
            }
            key.add(part);
        }
        return Optional.of(key);
    }

    /// Whether the value is the old one. A member that the schema does not know counts as changed.
    boolean isUnchanged() {
        if (value.isNull() || old.isNull()) {
            return value.isNull() && old.isNull();
        }
        if (value.isObject() && old.isObject()) {
            return value.size() == old.size() && allMembersUnchanged();
        }
        if (value.isArray() && old.isArray()) {
            return value.size() == old.size() && allItemsUnchanged();
        }
        return value.equals(old);
    }

    private boolean allMembersUnchanged() {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (member(member.getKey()).filter(Correlation::isUnchanged).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean allItemsUnchanged() {
        if (!schema.traits().listType().equals("map")) {
            return value.equals(old);
        }
        for (int i = 0; i < value.size(); i++) {
            if (item(i).filter(Correlation::isUnchanged).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
