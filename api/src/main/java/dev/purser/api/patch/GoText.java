package dev.purser.api.patch;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// JSON trees as Go's `%v` prints them, which is how some of Kubernetes' messages show a patch:
/// `map[spec:map[replicas:three]]`.
public final class GoText {
    private GoText() {}

    public static String print(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> printMap(node);
            case ARRAY -> {
                StringJoiner items = new StringJoiner(" ", "[", "]");
                node.forEach(item -> items.add(print(item)));
                yield items.toString();
            }
            case NULL, MISSING -> "<nil>";
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> node.asString();
        };
    }

    private static String printMap(JsonNode map) {
        StringJoiner members = new StringJoiner(" ", "map[", "]");
        Map<String, JsonNode> sorted = new TreeMap<>();
        map.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        sorted.forEach((key, value) -> members.add(key + ":" + print(value)));
        return members.toString();
    }

    /// The word for a JSON value in the messages of Go's JSON decoder.
    static String jsonType(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "null";
            case STRING, BINARY, POJO -> "string";
        };
    }
}
