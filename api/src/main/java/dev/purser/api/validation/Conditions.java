package dev.purser.api.validation;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks conditions of the common shape (`metav1.Condition`).
public final class Conditions {
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int REASON_MAX = 1024;
    private static final int MESSAGE_MAX = 32 * 1024;
    private static final String REASON_FORMAT = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON = Pattern.compile(REASON_FORMAT);
    private static final String REASON_RULE =
            "a condition reason must start with alphabetic character, optionally followed by a"
                    + " string of alphanumeric characters or '_,:', and must end with an"
                    + " alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',"
                    + "  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '"
                    + REASON_FORMAT
                    + "')";

    private Conditions() {}

    /// Checks all conditions of a status.
    public static void validate(JsonNode status, FieldErrors errors) {
        List<ObjectNode> conditions = Trees.items(status, "conditions");
        Set<String> types = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String path = "status.conditions[%d]".formatted(i);
            String type = Trees.text(conditions.get(i), "type");
            if (!types.add(type)) {
                errors.duplicate(path, type);
            }
            validate(conditions.get(i), path, errors);
        }
    }

    private static void validate(ObjectNode condition, String path, FieldErrors errors) {
        String type = Trees.text(condition, "type");
        if (type.isEmpty()) {
            errors.required(path + ".type", "is required");
        } else {
            Labels.validateKey(type, path + ".type", errors);
        }
        String status = Trees.text(condition, "status");
        if (status.isEmpty()) {
            errors.required(path + ".status", "");
        } else if (!STATUSES.contains(status)) {
            errors.notSupported(path + ".status", status, STATUSES);
        }
        long generation = condition.path("observedGeneration").asLong(0);
        if (generation < 0) {
            errors.invalid(
                    path + ".observedGeneration",
                    generation,
                    "must be greater than or equal to zero");
        }
        if (!Trees.has(condition, "lastTransitionTime")) {
            errors.required(path + ".lastTransitionTime", "");
        }
        validateTexts(condition, path, errors);
    }

    private static void validateTexts(ObjectNode condition, String path, FieldErrors errors) {
        String reason = Trees.text(condition, "reason");
        if (reason.isEmpty()) {
            errors.required(path + ".reason", "");
        } else {
            if (!REASON.matcher(reason).matches()) {
                errors.invalid(path + ".reason", reason, REASON_RULE);
            }
            if (reason.length() > REASON_MAX) {
                errors.tooLong(path + ".reason", REASON_MAX);
            }
        }
        if (Trees.text(condition, "message").length() > MESSAGE_MAX) {
            errors.tooLong(path + ".message", MESSAGE_MAX);
        }
    }
}
