package dev.purser.api.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Short ways to read and to complete the trees of objects. Absent and null are alike.
public final class Trees {
    private Trees() {}

    /// The text of a field; the empty string when it is absent.
    public static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /// Whether a field is there with a value.
    public static boolean has(JsonNode node, String field) {
        return node.hasNonNull(field);
    }

    /// The struct or map in a field.
    public static Optional<ObjectNode> object(JsonNode node, String field) {
        return node.get(field) instanceof ObjectNode object
                ? Optional.of(object)
                : Optional.empty();
    }

    /// The struct or map in a field, made when it was absent.
    public static ObjectNode ensure(ObjectNode node, String field) {
        return node.get(field) instanceof ObjectNode object ? object : node.putObject(field);
    }

    /// The structs in a list; none when it is absent.
    public static List<ObjectNode> items(JsonNode node, String field) {
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : node.path(field)) {
            if (item instanceof ObjectNode object) {
                items.add(object);
            }
        }
        return items;
    }

    /// The texts in a list; none when it is absent.
    public static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    /// Sets a text that is absent or empty.
    public static void setDefault(ObjectNode node, String field, String value) {
        if (text(node, field).isEmpty()) {
            node.put(field, value);
        }
    }

    /// Sets a text that is absent; an empty one that was given stays.
    public static void setDefaultIfAbsent(ObjectNode node, String field, String value) {
        if (!has(node, field)) {
            node.put(field, value);
        }
    }

    /// Sets a number that is absent; a zero that was given stays.
    public static void setDefault(ObjectNode node, String field, int value) {
        if (!has(node, field)) {
            node.put(field, value);
        }
    }

    /// Sets a number that is absent or zero.
    public static void setDefaultForZero(ObjectNode node, String field, int value) {
        if (node.path(field).asLong(0) == 0) {
            node.put(field, value);
        }
    }

    /// Sets a boolean that is absent.
    public static void setDefault(ObjectNode node, String field, boolean value) {
        if (!has(node, field)) {
            node.put(field, value);
        }
    }

    /// Sets a field to another object's value, or removes it where that has none.
    public static void copyField(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value.deepCopy());
        }
    }
}
