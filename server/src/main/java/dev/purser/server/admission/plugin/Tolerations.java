package dev.purser.server.admission.plugin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lists of tolerations put together, without those that another one contains.
final class Tolerations {
    private Tolerations() {}

    static ArrayNode merged(JsonNode first, JsonNode second) {
        List<JsonNode> all = new ArrayList<>();
        first.forEach(all::add);
        second.forEach(all::add);
        List<JsonNode> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            JsonNode toleration = all.get(i);
            boolean isContained =
                    kept.stream().anyMatch(other -> contains(other, toleration))
                            || all.subList(i + 1, all.size()).stream()
                                    .anyMatch(other ->
                                            !other.equals(toleration)
                                                    && contains(other, toleration));
            if (!isContained) {
                kept.add(toleration);
            }
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        kept.forEach(toleration -> result.add(toleration.deepCopy()));
        return result;
    }

    /// Whether each toleration of one list is contained in one of the other.
    static boolean areWithin(JsonNode tolerations, JsonNode wider) {
        for (JsonNode toleration : tolerations) {
            boolean isContained = false;
            for (JsonNode other : wider) {
                isContained = isContained || contains(other, toleration);
            }
            if (!isContained) {
                return false;
            }
        }
        return true;
    }

    /// Whether whatever one tolerates the other does, too.
    private static boolean contains(JsonNode wider, JsonNode toleration) {
        return wider.equals(toleration)
                || (hasKeyOf(wider, toleration)
                        && hasEffectOf(wider, toleration)
                        && lastsAsLong(wider, toleration)
                        && hasValueOf(wider, toleration));
    }

    /// No key with `Exists` means all keys.
    private static boolean hasKeyOf(JsonNode wider, JsonNode toleration) {
        return text(wider, "key").equals(text(toleration, "key"))
                || (text(wider, "key").isEmpty() && text(wider, "operator").equals("Exists"));
    }

    private static boolean hasEffectOf(JsonNode wider, JsonNode toleration) {
        return text(wider, "effect").isEmpty()
                || text(wider, "effect").equals(text(toleration, "effect"));
    }

    private static boolean lastsAsLong(JsonNode wider, JsonNode toleration) {
        JsonNode limit = wider.path("tolerationSeconds");
        JsonNode wanted = toleration.path("tolerationSeconds");
        boolean isLimited = text(wider, "effect").equals("NoExecute") && limit.isNumber();
        return !isLimited || (wanted.isNumber() && wanted.asLong() <= limit.asLong());
    }

    private static boolean hasValueOf(JsonNode wider, JsonNode toleration) {
        return switch (text(wider, "operator")) {
            case "Exists" -> true;
            case "Equal", "" ->
                    text(toleration, "operator").equals("Equal")
                            && text(toleration, "value").equals(text(wider, "value"));
            default -> false;
        };
    }

    private static String text(JsonNode toleration, String field) {
        return toleration.path(field).asString("");
    }
}
