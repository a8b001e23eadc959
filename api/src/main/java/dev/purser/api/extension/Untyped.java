package dev.purser.api.extension;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Trees as Go has them where it knows no type: members sorted, numbers whole or not.
final class Untyped {
    private Untyped() {}

    /// A tree as Go reads it; the given one stays as it is.
    static JsonNode read(JsonNode tree) {
        return map(tree, GoNumbers::read);
    }

    /// A tree as Go reads it back after it has written it; the given one stays as it is.
    static JsonNode written(JsonNode tree) {
        return map(tree, GoNumbers::written);
    }

    private static JsonNode map(JsonNode tree, UnaryOperator<JsonNode> numbers) {
        return switch (tree) {
            case ObjectNode object -> {
                Map<String, JsonNode> members = new TreeMap<>();
                object.properties()
                        .forEach(member ->
                                members.put(member.getKey(), map(member.getValue(), numbers)));
                yield JsonNodeFactory.instance.objectNode().setAll(members);
            }
            case ArrayNode list -> {
                ArrayNode items = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> items.add(map(item, numbers)));
                yield items;
            }
            default -> tree.isNumber() ? numbers.apply(tree) : tree;
        };
    }
}
