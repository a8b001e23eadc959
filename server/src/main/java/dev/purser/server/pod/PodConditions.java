package dev.purser.server.pod;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The conditions in a pod's status.
final class PodConditions {
    private PodConditions() {}

    static boolean isTrue(KubeObject pod, String type) {
        for (JsonNode condition : pod.json().path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    /// Sets a condition to true; the time of its last change stays when it was true before.
    ///
    /// @param reason empty for none
    /// @param message empty for none
    static void set(KubeObject pod, String type, String reason, String message, String now) {
        ArrayNode conditions =
                pod.status().get("conditions") instanceof ArrayNode present
                        ? present
                        : pod.status().putArray("conditions");
        ObjectNode condition = pod.json().objectNode().put("type", type).put("status", "True");
        condition.putNull("lastProbeTime").put("lastTransitionTime", now);
        put(condition, "reason", reason);
        put(condition, "message", message);
        for (int i = 0; i < conditions.size(); i++) {
            JsonNode present = conditions.get(i);
            if (present.path("type").asString("").equals(type)) {
                if (present.path("status").asString("").equals("True")) {
                    condition.set("lastTransitionTime", present.path("lastTransitionTime"));
                }
                conditions.set(i, condition);
                return;
            }
        }
        conditions.add(condition);
    }

    private static void put(ObjectNode condition, String field, String value) {
        if (!value.isEmpty()) {
            condition.put(field, value);
        }
    }
}
