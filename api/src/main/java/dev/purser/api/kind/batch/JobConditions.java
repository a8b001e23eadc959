package dev.purser.api.kind.batch;

import dev.purser.api.meta.Trees;
import tools.jackson.databind.JsonNode;

/// What the conditions in a Job's status say.
final class JobConditions {
    private JobConditions() {}

    static boolean isTrue(JsonNode status, String type) {
        return is(status, type, "True");
    }

    static boolean isFalse(JsonNode status, String type) {
        return is(status, type, "False");
    }

    private static boolean is(JsonNode status, String type, String value) {
        return Trees.items(status, "conditions").stream()
                .anyMatch(condition ->
                        Trees.text(condition, "type").equals(type)
                                && Trees.text(condition, "status").equals(value));
    }
}
