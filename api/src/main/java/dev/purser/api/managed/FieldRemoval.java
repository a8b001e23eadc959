package dev.purser.api.managed;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes a set of fields out of an object. Structs and lists that lose everything go too.
final class FieldRemoval {
    private FieldRemoval() {}

    /// @return what is left, which shares parts with the object
    static ObjectNode remove(ObjectNode object, FieldSet fields, Shape shape) {
        return rest(object, fields, shape) instanceof ObjectNode left
                ? left
                : JsonNodeFactory.instance.objectNode();
    }

    private static @Nullable JsonNode rest(JsonNode value, FieldSet fields, Shape shape) {
        if (shape.isAtomic()) {
            return isStructure(value) ? null : value;
        }
        return switch (value) {
            case ArrayNode list -> restOfList(list, fields, shape);
            case ObjectNode object -> restOfMembers(object, fields, shape);
            default -> value;
        };
    }

    private static boolean isStructure(JsonNode value) {
        return value.isObject() || value.isArray();
    }

    private static @Nullable JsonNode restOfMembers(
            ObjectNode object, FieldSet fields, Shape shape) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<PathElement, Shape.Part> member : shape.givenMembers(object).entrySet()) {
            PathElement element = member.getKey();
            JsonNode value = member.getValue().value();
            FieldSet below = fields.child(element);
            if (value != null && !fields.has(element)) {
                JsonNode left =
                        below.isEmpty() ? value : rest(value, below, member.getValue().shape());
                result.set(
                        element.text(), left == null ? JsonNodeFactory.instance.nullNode() : left);
            }
        }
        return result.isEmpty() ? null : result;
    }

    private static @Nullable JsonNode restOfList(ArrayNode list, FieldSet fields, Shape shape) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            PathElement element = shape.identityOf(item);
            FieldSet below = fields.child(element);
            if (!fields.has(element)) {
                JsonNode left = below.isEmpty() ? item : rest(item, below, shape.items());
                result.add(left == null ? JsonNodeFactory.instance.nullNode() : left);
            }
        }
        return result.isEmpty() ? null : result;
    }
}
