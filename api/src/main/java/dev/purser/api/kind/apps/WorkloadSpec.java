package dev.purser.api.kind.apps;

import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the specs of Deployments, ReplicaSets, StatefulSets and DaemonSets have in common: a
/// selector that never changes, and a template whose Pods it selects. Immutable and thread-safe.
public final class WorkloadSpec {
    private static final String SELECTOR = "spec.selector";
    private static final String TEMPLATE = "spec.template";

    private final PodTemplates templates;

    public WorkloadSpec(PodTemplates templates) {
        this.templates = templates;
    }

    void setTemplateDefaults(KubeObject object) {
        templates.setDefaults(Trees.ensure(object.spec(), "template"));
    }

    /// @param noun what the kind is called in the complaint about an empty selector
    void validate(KubeObject object, String noun, FieldErrors errors) {
        ObjectNode spec = object.spec();
        Numbers.requireNonNegative(spec.path("replicas"), "spec.replicas", errors);
        JsonNode selector = spec.path("selector");
        if (!selector.isObject()) {
            errors.required(SELECTOR, "");
        } else {
            Labels.validateSelector(selector, SELECTOR, errors);
            if (selector.path("matchLabels").isEmpty()
                    && selector.path("matchExpressions").isEmpty()) {
                errors.invalid(SELECTOR, selector, "empty selector is invalid for " + noun);
            }
        }
        validateTemplate(spec, selector, errors);
        Numbers.requireNonNegative(spec.path("minReadySeconds"), "spec.minReadySeconds", errors);
        Numbers.requireNonNegative(
                spec.path("revisionHistoryLimit"), "spec.revisionHistoryLimit", errors);
    }

    private void validateTemplate(ObjectNode spec, JsonNode selector, FieldErrors errors) {
        LabelSelector labelSelector;
        try {
            labelSelector = LabelSelector.of(selector);
        } catch (SelectorException e) {
            errors.invalid(SELECTOR, selector, "invalid label selector");
            return;
        }
        ObjectNode template = Trees.ensure(spec, "template");
        JsonNode labels = template.path("metadata").path("labels");
        if (!labelSelector.isEverything() && !labelSelector.matches(strings(labels))) {
            errors.invalid(
                    TEMPLATE + ".metadata.labels",
                    labels.isObject() ? labels : spec.nullNode(),
                    "`selector` does not match template `labels`");
        }
        templates.validate(template, TEMPLATE, errors);
        requireLongRunning(template.path("spec"), errors);
    }

    private static void requireLongRunning(JsonNode podSpec, FieldErrors errors) {
        String restartPolicy = Trees.text(podSpec, "restartPolicy");
        if (!restartPolicy.equals("Always")) {
            errors.notSupported(TEMPLATE + ".spec.restartPolicy", restartPolicy, List.of("Always"));
        }
        if (Trees.has(podSpec, "activeDeadlineSeconds")) {
            errors.forbidden(
                    TEMPLATE + ".spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
    }

    List<String> warnings(KubeObject object) {
        return templates.warnings(Trees.ensure(object.spec(), "template"), TEMPLATE);
    }

    static void requireSameSelector(KubeObject object, KubeObject old, FieldErrors errors) {
        JsonNode selector = object.spec().path("selector");
        if (selector.isObject() && !selector.equals(old.spec().path("selector"))) {
            errors.invalid(SELECTOR, selector, "field is immutable");
        }
    }

    /// Checks that counts of Pods in a status are not below zero, and not above their total.
    static void validateCounts(JsonNode status, List<String> counts, FieldErrors errors) {
        Numbers.requireNonNegative(status.path("replicas"), "status.replicas", errors);
        long total = status.path("replicas").asLong(0);
        for (String field : counts) {
            long count = status.path(field).asLong(0);
            Numbers.requireNonNegative(status.path(field), "status." + field, errors);
            if (count > total) {
                errors.invalid("status." + field, count, "cannot be greater than status.replicas");
            }
        }
        if (status.path("availableReplicas").asLong(0) > status.path("readyReplicas").asLong(0)) {
            errors.invalid(
                    "status.availableReplicas",
                    status.path("availableReplicas").asLong(0),
                    "cannot be greater than readyReplicas");
        }
    }

    private static Map<String, String> strings(JsonNode labels) {
        Map<String, String> result = new HashMap<>();
        labels.properties()
                .forEach(label -> result.put(label.getKey(), label.getValue().asString("")));
        return result;
    }
}
