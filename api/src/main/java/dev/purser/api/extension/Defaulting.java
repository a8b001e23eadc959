package dev.purser.api.extension;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills in what an object leaves out, and takes out nulls where none may be.
public final class Defaulting {
    private Defaulting() {}

    /// Sets the defaults of all members that are absent, or null where no null may be.
    public static void setDefaults(JsonNode value, JsonSchema schema) {
        switch (value) {
            case ObjectNode object -> setMembers(object, schema);
            case ArrayNode list -> setItems(list, schema);
            default -> {
                // A scalar has nothing to fill in.
            }
        }
    }

    private static void setMembers(ObjectNode object, JsonSchema schema) {
        for (Map.Entry<String, JsonSchema> property : schema.structure().properties().entrySet()) {
            Optional<JsonNode> fallback = property.getValue().defaultValue();
            JsonNode given = object.get(property.getKey());
            if (fallback.isPresent()
                    && (given == null || isForbiddenNull(given, property.getValue()))) {
                object.set(property.getKey(), fallback.get().deepCopy());
            }
        }
        for (String name : List.copyOf(object.propertyNames())) {
            schema.member(name)
                    .ifPresent(member -> {
                        boolean additional = schema.property(name).isEmpty();
                        if (additional && isForbiddenNull(object.path(name), member)) {
                            object.set(name, fallbackOrNull(member));
                        }
                        setDefaults(object.path(name), member);
                    });
        }
    }

    private static void setItems(ArrayNode list, JsonSchema schema) {
        schema.items()
                .ifPresent(items -> {
                    for (int i = 0; i < list.size(); i++) {
                        if (isForbiddenNull(list.path(i), items)) {
                            list.set(i, fallbackOrNull(items));
                        }
                        setDefaults(list.path(i), items);
                    }
                });
    }

    private static JsonNode fallbackOrNull(JsonSchema schema) {
        return schema.defaultValue().map(JsonNode::deepCopy).orElse(NullNode.getInstance());
    }

    private static boolean isForbiddenNull(JsonNode value, JsonSchema schema) {
        return value.isNull() && !schema.nullable();
    }

    /// Takes out members that are null, may not be, and have no default to become.
    public static void removeNulls(JsonNode value, JsonSchema schema) {
        switch (value) {
            case ObjectNode object -> {
                for (String name : List.copyOf(object.propertyNames())) {
                    schema.member(name)
                            .ifPresent(member -> {
                                if (isForbiddenNull(object.path(name), member)
                                        && member.defaultValue().isEmpty()) {
                                    object.remove(name);
                                } else {
                                    removeNulls(object.path(name), member);
                                }
                            });
                }
            }
            case ArrayNode list ->
                    schema.items()
                            .ifPresent(items -> list.forEach(item -> removeNulls(item, items)));
            default -> {
                // A scalar is no container of nulls.
            }
        }
    }
}
