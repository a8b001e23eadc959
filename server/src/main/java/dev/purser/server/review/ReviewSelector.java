package dev.purser.server.review;

import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A selector of an access review, as far as it is understood. What is not narrows nothing, so that
/// nobody is allowed more because of it.
///
/// @param name of the field that has it
/// @param understood how many of its requirements are
/// @param other how many are not
record ReviewSelector(String name, int understood, int other) {
    private static final Set<String> LABEL_OPERATORS =
            Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final Set<String> FIELD_OPERATORS = Set.of("In", "NotIn");

    static ReviewSelector ofFields(JsonNode selector) {
        String raw = selector.path("rawSelector").asString("");
        if (!raw.isEmpty()) {
            return new ReviewSelector("fieldSelector", 0, isReadable(raw) ? 0 : 1);
        }
        int understood = 0;
        for (JsonNode requirement : selector.path("requirements")) {
            if (FIELD_OPERATORS.contains(operator(requirement)) && hasOneValue(requirement)) {
                understood++;
            }
        }
        int all = selector.path("requirements").size();
        return new ReviewSelector("fieldSelector", understood, all - understood);
    }

    static ReviewSelector ofLabels(JsonNode selector) {
        String raw = selector.path("rawSelector").asString("");
        if (!raw.isEmpty()) {
            return new ReviewSelector("labelSelector", 0, areLabels(raw) ? 0 : 1);
        }
        int understood = 0;
        for (JsonNode requirement : selector.path("requirements")) {
            if (LABEL_OPERATORS.contains(operator(requirement))) {
                understood++;
            }
        }
        int all = selector.path("requirements").size();
        return new ReviewSelector("labelSelector", understood, all - understood);
    }

    /// What is said about it; empty when all of it is understood.
    Optional<String> problem() {
        return other == 0
                ? Optional.empty()
                : Optional.of(
                        "spec.resourceAttributes.%s %signored due to parse error"
                                .formatted(name, understood > 0 ? "partially " : ""));
    }

    /// The field selector as authorization is asked with it.
    static FieldSelector fields(JsonNode selector) {
        String raw = selector.path("rawSelector").asString("");
        try {
            return raw.isEmpty()
                    ? FieldSelector.ofValues(requiredValues(selector.path("requirements")))
                    : FieldSelector.parse(raw);
        } catch (SelectorException e) {
            return FieldSelector.everything();
        }
    }

    private static Map<String, String> requiredValues(JsonNode requirements) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode requirement : requirements) {
            if (operator(requirement).equals("In") && hasOneValue(requirement)) {
                values.put(
                        requirement.path("key").asString(""),
                        requirement.path("values").get(0).asString(""));
            }
        }
        return values;
    }

    private static boolean isReadable(String fields) {
        try {
            FieldSelector.parse(fields);
            return true;
        } catch (SelectorException e) {
            return false;
        }
    }

    private static boolean areLabels(String labels) {
        try {
            LabelSelector.parse(labels);
            return true;
        } catch (SelectorException e) {
            return false;
        }
    }

    private static String operator(JsonNode requirement) {
        return requirement.path("operator").asString("");
    }

    private static boolean hasOneValue(JsonNode requirement) {
        return requirement.path("values").size() == 1;
    }
}
