package dev.purser.controllers.object;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The conditions of a status.
public final class Conditions {
    private Conditions() {}

    /// The condition of a type.
    public static Optional<JsonNode> find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /// The status (`True`, `False`, `Unknown`) of the condition of a type; empty without one.
    public static String status(JsonNode status, String type) {
        return find(status, type).map(found -> found.path("status").asString("")).orElse("");
    }
}
