package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Collects schemas with all that they refer to.
final class SchemaClosure {
    static final String REF_PREFIX = "#/components/schemas/";
    private static final String KINDS = "x-kubernetes-group-version-kind";

    private SchemaClosure() {}

    /// The schemas of these names and everything below them, by name. Kinds get a short
    /// description; the rest has none.
    static Map<String, ObjectNode> of(Collection<String> names, SchemaPool schemas) {
        Map<String, ObjectNode> result = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!result.containsKey(name) && schemas.names().contains(name)) {
                ObjectNode schema = schemas.raw(name);
                addReferences(schema, open);
                result.put(name, described(schema));
            }
        }
        return result;
    }

    private static void addReferences(JsonNode node, Deque<String> open) {
        JsonNode ref = node.path("$ref");
        if (ref.isString()) {
            open.push(ref.stringValue().substring(REF_PREFIX.length()));
        }
        node.forEach(child -> addReferences(child, open));
    }

    private static ObjectNode described(ObjectNode schema) {
        JsonNode kinds = schema.path(KINDS);
        if (kinds.isEmpty()) {
            return schema;
        }
        GroupVersionKind kind =
                new GroupVersionKind(
                        kinds.path(0).path("group").asString(""),
                        kinds.path(0).path("version").asString(""),
                        kinds.path(0).path("kind").asString(""));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        String article = kinds.size() > 1 ? "of every group" : "of " + kind.apiVersion();
        result.put("description", "The kind %s %s.".formatted(kind.kind(), article));
        result.setAll(schema);
        return result;
    }
}
