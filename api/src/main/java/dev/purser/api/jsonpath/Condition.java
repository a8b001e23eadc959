package dev.purser.api.jsonpath;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a filter asks of an item: `@.type=="Ready"`.
///
/// @param operator a comparison, or empty where only the left side must be there
record Condition(Operand left, String operator, Operand right) {

    /// One side: a path from the item, or a value.
    sealed interface Operand {
        List<JsonNode> values(JsonNode item);
    }

    record Found(JsonPath path) implements Operand {
        @Override
        public List<JsonNode> values(JsonNode item) {
            return path.find(item);
        }
    }

    record Given(JsonNode value) implements Operand {
        @Override
        public List<JsonNode> values(JsonNode item) {
            return List.of(value);
        }
    }

    boolean holds(JsonNode item) {
        List<JsonNode> found = left.values(item);
        if (found.isEmpty()) {
            return false;
        }
        if (operator.isEmpty()) {
            return true;
        }
        List<JsonNode> wanted = right.values(item);
        return !wanted.isEmpty() && compare(found.getFirst(), wanted.getFirst());
    }

    private boolean compare(JsonNode a, JsonNode b) {
        boolean comparable =
                (a.isNumber() && b.isNumber())
                        || (a.isString() && b.isString())
                        || (a.isBoolean() && b.isBoolean());
        if (!comparable) {
            return false;
        }
        int order =
                a.isNumber()
                        ? Double.compare(a.doubleValue(), b.doubleValue())
                        : a.asString().compareTo(b.asString());
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }
}
