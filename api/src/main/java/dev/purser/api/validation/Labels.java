package dev.purser.api.validation;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Checks of labels, annotations and label selectors.
public final class Labels {
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;

    private Labels() {}

    /// Checks keys and values of a map of labels.
    public static void validate(JsonNode labels, String path, FieldErrors errors) {
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            String key = label.getKey();
            String value = label.getValue().asString("");
            LabelSyntax.keyErrors(key).forEach(why -> errors.invalid(path, key, why));
            LabelSyntax.valueErrors(value).forEach(why -> errors.invalid(path, value, why));
        }
    }

    /// Checks one key, of labels or of anything else that is named alike.
    public static void validateKey(String key, String path, FieldErrors errors) {
        LabelSyntax.keyErrors(key).forEach(why -> errors.invalid(path, key, why));
    }

    /// Checks keys of annotations, whose case does not matter, and the size of all together.
    public static void validateAnnotations(JsonNode annotations, String path, FieldErrors errors) {
        for (String key : annotations.propertyNames()) {
            LabelSyntax.keyErrors(key.toLowerCase(Locale.ROOT))
                    .forEach(why -> errors.invalid(path, key, why));
        }
        validateAnnotationSize(annotations, path, errors);
    }

    /// Checks the size of all annotations together.
    public static void validateAnnotationSize(
            JsonNode annotations, String path, FieldErrors errors) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            bytes += size(annotation.getKey()) + size(annotation.getValue().asString(""));
        }
        if (bytes > ANNOTATIONS_BYTES_MAX) {
            errors.tooLong(path, ANNOTATIONS_BYTES_MAX);
        }
    }

    /// Checks a `metav1.LabelSelector`.
    public static void validateSelector(JsonNode selector, String path, FieldErrors errors) {
        validate(selector.path("matchLabels"), path + ".matchLabels", errors);
        int index = 0;
        for (JsonNode requirement : selector.path("matchExpressions")) {
            validateRequirement(
                    requirement, "%s.matchExpressions[%d]".formatted(path, index), errors);
            index++;
        }
    }

    private static void validateRequirement(JsonNode requirement, String path, FieldErrors errors) {
        String operator = requirement.path("operator").asString("");
        if (!validateValues(operator, requirement.path("values"), path, errors)) {
            errors.invalid(path + ".operator", operator, "not a valid selector operator");
        }
        String key = requirement.path("key").asString("");
        LabelSyntax.keyErrors(key).forEach(why -> errors.invalid(path + ".key", key, why));
        int index = 0;
        for (JsonNode value : requirement.path("values")) {
            String valuePath = "%s.values[%d]".formatted(path, index);
            String text = value.asString("");
            LabelSyntax.valueErrors(text).forEach(why -> errors.invalid(valuePath, text, why));
            index++;
        }
    }

    /// Checks that a requirement has the values that its operator needs, or none.
    ///
    /// @return whether the operator is a known one
    public static boolean validateValues(
            String operator, JsonNode values, String path, FieldErrors errors) {
        return switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.required(
                            path + ".values",
                            "must be specified when `operator` is 'In' or 'NotIn'");
                }
                yield true;
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.forbidden(
                            path + ".values",
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
                yield true;
            }
            default -> false;
        };
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
