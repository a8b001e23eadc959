package dev.purser.cel.rule;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One rule as it was written. Texts are empty where nothing was written.
record Rule(
        String rule,
        String message,
        String messageExpression,
        String reason,
        String fieldPath,
        JsonNode optionalOldSelf) {

    static Rule of(JsonNode json) {
        return new Rule(
                json.path("rule").asString(""),
                json.path("message").asString(""),
                json.path("messageExpression").asString(""),
                json.path("reason").asString(""),
                json.path("fieldPath").asString(""),
                json.path("optionalOldSelf"));
    }

    /// Whether `oldSelf` may be missing.
    boolean isOldSelfOptional() {
        return optionalOldSelf.asBoolean(false);
    }

    /// What stands for the rule in errors.
    String label() {
        return (message.isEmpty() ? rule : message).strip();
    }

    /// What is said when the rule is not kept and no expression says it.
    String failure() {
        return message.isEmpty() ? "failed rule: " + label() : message.strip();
    }

    /// The rule as Kubernetes shows it in errors about it.
    ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("Rule", rule).put("Message", message);
        shown.put("MessageExpression", messageExpression);
        if (reason.isEmpty()) {
            shown.putNull("Reason");
        } else {
            shown.put("Reason", reason);
        }
        shown.put("FieldPath", fieldPath);
        if (optionalOldSelf.isBoolean()) {
            shown.put("OptionalOldSelf", optionalOldSelf.booleanValue());
        } else {
            shown.putNull("OptionalOldSelf");
        }
        return shown;
    }
}
