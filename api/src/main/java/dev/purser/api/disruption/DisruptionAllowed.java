package dev.purser.api.disruption;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The condition of a PodDisruptionBudget that tells whether evictions are allowed.
public final class DisruptionAllowed {
    public static final String TYPE = "DisruptionAllowed";
    public static final String SYNC_FAILED = "SyncFailed";

    private DisruptionAllowed() {}

    /// Sets the condition to what the budget's numbers say.
    ///
    /// @param now this second, as statuses have it
    public static void update(ObjectNode status, String now) {
        boolean isAllowed = status.path("disruptionsAllowed").asLong(0) > 0;
        set(
                status,
                isAllowed ? "True" : "False",
                isAllowed ? "SufficientPods" : "InsufficientPods",
                "",
                now);
    }

    /// Notes that the budget could not be computed.
    public static void fail(ObjectNode status, String why, String now) {
        set(status, "False", SYNC_FAILED, why, now);
    }

    private static void set(
            ObjectNode status, String value, String reason, String message, String now) {
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode present
                        ? present
                        : status.putArray("conditions");
        ObjectNode condition = find(conditions);
        if (!condition.path("status").asString("").equals(value)) {
            condition.put("status", value).put("lastTransitionTime", now);
        }
        condition.put("reason", reason).put("message", message);
        long generation = status.path("observedGeneration").asLong(0);
        if (generation == 0) {
            condition.remove("observedGeneration");
        } else {
            condition.put("observedGeneration", generation);
        }
    }

    private static ObjectNode find(ArrayNode conditions) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asString("").equals(TYPE)
                    && condition instanceof ObjectNode found) {
                return found;
            }
        }
        return conditions.addObject().put("type", TYPE);
    }
}
