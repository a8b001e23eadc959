package dev.purser.api.kind.batch;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks how a Job wants failed Pods to be counted (KEP-3329).
final class PodFailurePolicyValidation {
    private static final int RULES_MAX = 20;
    private static final int VALUES_MAX = 255;
    private static final int PATTERNS_MAX = 20;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private PodFailurePolicyValidation() {}

    /// @param spec the Job's
    static void validate(ObjectNode spec, String path, FieldErrors errors) {
        List<ObjectNode> rules = Trees.items(spec.path("podFailurePolicy"), "rules");
        String rulesPath = path + ".rules";
        if (rules.size() > RULES_MAX) {
            errors.tooMany(rulesPath, rules.size(), RULES_MAX);
        }
        Set<String> containers = containerNames(spec.path("template").path("spec"));
        for (int i = 0; i < rules.size(); i++) {
            String place = "%s[%d]".formatted(rulesPath, i);
            validateAction(spec, rules.get(i), place + ".action", errors);
            validateRule(rules.get(i), place, containers, errors);
        }
    }

    private static Set<String> containerNames(JsonNode podSpec) {
        Set<String> names = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            Trees.items(podSpec, list).forEach(item -> names.add(Trees.text(item, "name")));
        }
        return names;
    }

    private static void validateAction(
            ObjectNode spec, ObjectNode rule, String path, FieldErrors errors) {
        String action = Trees.text(rule, "action");
        if (action.isEmpty()) {
            errors.required(path, "valid values: " + listed(ACTIONS));
        } else if (!ACTIONS.contains(action)) {
            errors.notSupported(path, action, ACTIONS);
        } else if (action.equals("FailIndex") && !Trees.has(spec, "backoffLimitPerIndex")) {
            errors.invalid(path, action, "requires the backoffLimitPerIndex to be set");
        }
    }

    private static void validateRule(
            ObjectNode rule, String path, Set<String> containers, FieldErrors errors) {
        boolean onCodes = rule.path("onExitCodes").isObject();
        List<ObjectNode> conditions = Trees.items(rule, "onPodConditions");
        if (onCodes) {
            validateCodes(rule.path("onExitCodes"), path + ".onExitCodes", containers, errors);
        }
        validateConditions(conditions, path + ".onPodConditions", errors);
        if (onCodes && !conditions.isEmpty()) {
            errors.invalidHidden(
                    path, "specifying both OnExitCodes and OnPodConditions is not supported");
        }
        if (!onCodes && conditions.isEmpty()) {
            errors.invalidHidden(
                    path, "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void validateConditions(
            List<ObjectNode> patterns, String path, FieldErrors errors) {
        if (patterns.size() > PATTERNS_MAX) {
            errors.tooMany(path, patterns.size(), PATTERNS_MAX);
        }
        for (int i = 0; i < patterns.size(); i++) {
            String place = "%s[%d]".formatted(path, i);
            Labels.validateKey(Trees.text(patterns.get(i), "type"), place + ".type", errors);
            requireOneOf(patterns.get(i), "status", place, STATUSES, errors);
        }
    }

    private static void requireOneOf(
            JsonNode node, String field, String path, List<String> supported, FieldErrors errors) {
        String value = Trees.text(node, field);
        if (value.isEmpty()) {
            errors.required(path + "." + field, "valid values: " + listed(supported));
        } else if (!supported.contains(value)) {
            errors.notSupported(path + "." + field, value, supported);
        }
    }

    private static void validateCodes(
            JsonNode codes, String path, Set<String> containers, FieldErrors errors) {
        requireOneOf(codes, "operator", path, OPERATORS, errors);
        String container = Trees.text(codes, "containerName");
        if (Trees.has(codes, "containerName") && !containers.contains(container)) {
            errors.invalid(
                    path + ".containerName",
                    container,
                    "must be one of the container or initContainer names in the pod template");
        }
        JsonNode values = codes.path("values");
        if (values.isEmpty()) {
            errors.invalidShown(
                    path + ".values",
                    values.isArray() ? "[]" : "null",
                    "at least one value is required");
        } else if (values.size() > VALUES_MAX) {
            errors.tooMany(path + ".values", values.size(), VALUES_MAX);
        }
        validateValues(values, Trees.text(codes, "operator"), path + ".values", errors);
    }

    private static void validateValues(
            JsonNode values, String operator, String path, FieldErrors errors) {
        Set<Long> seen = new HashSet<>();
        boolean isOrdered = true;
        for (int i = 0; i < values.size(); i++) {
            String place = "%s[%d]".formatted(path, i);
            long value = values.path(i).asLong(0);
            if (operator.equals("In") && value == 0) {
                errors.invalid(place, value, "must not be 0 for the In operator");
            }
            if (!seen.add(value)) {
                errors.duplicate(place, value);
            }
            isOrdered &= i == 0 || values.path(i - 1).asLong(0) <= value;
        }
        if (!isOrdered) {
            errors.invalid(path, values, "must be ordered");
        }
    }

    private static String listed(List<String> values) {
        return values.stream()
                .map(value -> '"' + value + '"')
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
