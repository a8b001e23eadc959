package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.autoscaling.TargetReference.VersionRule;
import dev.purser.api.kind.pod.ContainerResourceNames;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the metrics that an autoscaler goes by.
final class MetricsValidation {
    private static final String METRICS = "spec.metrics";
    private static final String VALUE = "value";
    private static final String AVERAGE = "averageValue";
    private static final String UTILIZATION = "averageUtilization";

    /// The types, and the field that belongs to each.
    private static final Map<String, String> SOURCES =
            Map.of(
                    "ContainerResource", "containerResource",
                    "External", "external",
                    "Object", "object",
                    "Pods", "pods",
                    "Resource", "resource");

    private static final List<String> TYPES = SOURCES.keySet().stream().sorted().toList();
    private static final List<String> FIELDS =
            List.of("object", "external", "pods", "resource", "containerResource");
    private static final List<String> TARGET_TYPES =
            List.of("Utilization", "Value", "AverageValue");

    private MetricsValidation() {}

    /// @param rule for the versions of objects that metrics describe
    static void validate(ObjectNode spec, VersionRule rule, FieldErrors errors) {
        List<ObjectNode> metrics = Trees.items(spec, "metrics");
        boolean goesToZero = false;
        for (int i = 0; i < metrics.size(); i++) {
            validateMetric(metrics.get(i), rule, "%s[%d]".formatted(METRICS, i), errors);
            String type = Trees.text(metrics.get(i), "type");
            goesToZero |= type.equals("Object") || type.equals("External");
        }
        JsonNode min = spec.path("minReplicas");
        if (min.isNumber() && min.asLong() == 0 && !goesToZero) {
            errors.forbidden(
                    METRICS,
                    "must specify at least one Object or External metric to support scaling to zero"
                            + " replicas");
        }
    }

    /// Whether a metric describes an object with a version that makes no sense.
    static boolean hasInvalidReference(ObjectNode spec) {
        return Trees.items(spec, "metrics").stream()
                .filter(metric -> Trees.text(metric, "type").equals("Object"))
                .map(metric -> metric.path("object").path("describedObject"))
                .anyMatch(reference ->
                        !TargetReference.versionComplaint(reference, VersionRule.ANY).isEmpty());
    }

    private static void validateMetric(
            ObjectNode metric, VersionRule rule, String path, FieldErrors errors) {
        String type = Trees.text(metric, "type");
        if (type.isEmpty()) {
            errors.required(path + ".type", "must specify a metric source type");
        }
        if (!SOURCES.containsKey(type)) {
            errors.notSupported(path + ".type", type, TYPES);
        }
        List<String> present = new ArrayList<>();
        for (String field : FIELDS) {
            if (metric.path(field).isObject()) {
                present.add(field);
                if (present.size() == 1) {
                    validateSource(field, metric.path(field), rule, path + "." + field, errors);
                }
            }
        }
        String expected = SOURCES.getOrDefault(type, "");
        if (!expected.isEmpty() && !present.contains(expected)) {
            errors.required(
                    path + "." + expected, "must populate information for the given metric source");
        }
        if (present.size() > 1) {
            present.remove(expected);
            present.forEach(field ->
                    errors.forbidden(
                            path + "." + field, "must populate the given metric source only"));
        }
    }

    private static void validateSource(
            String field, JsonNode source, VersionRule rule, String path, FieldErrors errors) {
        switch (field) {
            case "object" -> {
                TargetReference.validate(
                        source.path("describedObject"), rule, path + ".describedObject", errors);
                validateIdentifier(source, path, errors);
            }
            case "external", "pods" -> validateIdentifier(source, path, errors);
            case "containerResource" -> validateContainerResource(source, path, errors);
            default -> requireResourceName(source, path, errors);
        }
        JsonNode target = source.path("target");
        validateTarget(target, path + ".target", errors);
        requireValues(field, target, path + ".target", errors);
    }

    private static void validateIdentifier(JsonNode source, String path, FieldErrors errors) {
        TargetReference.requireSegment(
                source.path("metric"),
                "name",
                path + ".metric",
                "must specify a metric name",
                errors);
    }

    private static boolean requireResourceName(JsonNode source, String path, FieldErrors errors) {
        boolean isMissing = Trees.text(source, "name").isEmpty();
        if (isMissing) {
            errors.required(path + ".name", "must specify a resource name");
        }
        return !isMissing;
    }

    private static void validateContainerResource(
            JsonNode source, String path, FieldErrors errors) {
        if (requireResourceName(source, path, errors)) {
            ContainerResourceNames.validate(Trees.text(source, "name"), path + ".name", errors);
        }
        String container = Trees.text(source, "container");
        if (container.isEmpty()) {
            errors.required(path + ".container", "must specify a container");
        } else {
            Names.labelErrors(container)
                    .forEach(why -> errors.invalid(path + ".container", container, why));
        }
    }

    private static void validateTarget(JsonNode target, String path, FieldErrors errors) {
        String type = Trees.text(target, "type");
        if (type.isEmpty()) {
            errors.required(path + ".type", "must specify a metric target type");
        }
        if (!TARGET_TYPES.contains(type)) {
            errors.invalid(
                    path + ".type", type, "must be either Utilization, Value, or AverageValue");
        }
        for (String field : List.of(VALUE, AVERAGE)) {
            JsonNode amount = target.path(field);
            if (amount.isString() && Quantity.parse(amount.asString()).signum() <= 0) {
                errors.invalid(path + "." + field, amount.asString(), "must be positive");
            }
        }
        JsonNode utilization = target.path(UTILIZATION);
        if (utilization.isNumber() && utilization.asLong() < 1) {
            errors.invalid(
                    path + "." + UTILIZATION, utilization.asLong(), "must be greater than 0");
        }
    }

    /// Which of its three values a target may and must have depends on what is measured.
    private static void requireValues(
            String field, JsonNode target, String path, FieldErrors errors) {
        boolean hasValue = Trees.has(target, VALUE);
        boolean hasAverage = Trees.has(target, AVERAGE);
        boolean hasUtilization = Trees.has(target, UTILIZATION);
        switch (field) {
            case "object" -> {
                if (!hasValue && !hasAverage) {
                    errors.required(
                            path + "." + AVERAGE, "must set either a target value or averageValue");
                }
            }
            case "external" -> {
                if (!hasValue && !hasAverage) {
                    errors.required(
                            path + "." + AVERAGE,
                            "must set either a target value for metric or a per-pod target");
                }
                if (hasValue && hasAverage) {
                    errors.forbidden(
                            path + "." + VALUE,
                            "may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                if (!hasAverage) {
                    errors.required(
                            path + "." + AVERAGE, "must specify a positive target averageValue");
                }
            }
            default -> {
                if (!hasUtilization && !hasAverage) {
                    errors.required(
                            path + "." + UTILIZATION,
                            "must set either a target raw value or a target utilization");
                }
                if (hasUtilization && hasAverage) {
                    errors.forbidden(
                            path + "." + AVERAGE,
                            "may not set both a target raw value and a target utilization");
                }
            }
        }
    }
}
