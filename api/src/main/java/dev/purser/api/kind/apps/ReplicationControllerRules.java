package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// ReplicationControllers, which ReplicaSets have replaced.
///
/// @param workload what the kinds of this package have in common
record ReplicationControllerRules(WorkloadSpec workload) implements WorkloadLifecycle {
    private static final String SELECTOR = "selector";
    private static final String TEMPLATE = "template";
    private static final String LABELS = "labels";

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        JsonNode labels = spec.path(TEMPLATE).path("metadata").path(LABELS);
        if (!labels.isEmpty() && spec.path(SELECTOR).isEmpty()) {
            spec.set(SELECTOR, labels.deepCopy());
        }
        if (!labels.isEmpty() && object.metadata().path(LABELS).isEmpty()) {
            object.metadata().set(LABELS, labels.deepCopy());
        }
        Trees.setDefault(spec, "replicas", 1);
        if (spec.hasNonNull(TEMPLATE)) {
            workload.setTemplateDefaults(object);
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        withTemplate(object, () -> WorkloadLifecycle.super.prepareForCreate(object));
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        withTemplate(object, () -> WorkloadLifecycle.super.prepareForUpdate(object, old));
    }

    /// Only this kind may be without a template, which validation then refuses.
    private static void withTemplate(KubeObject object, Runnable preparation) {
        boolean hasTemplate = object.spec().hasNonNull(TEMPLATE);
        preparation.run();
        if (!hasTemplate) {
            object.spec().remove(TEMPLATE);
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object, MissingNode.getInstance(), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, old.json(), errors);
    }

    private void validate(KubeObject object, JsonNode old, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        WorkloadSpec.requireNonNegative(spec, List.of("minReadySeconds"));
        spec.at(SELECTOR).require();
        WorkloadSpec.requireNonNegative(spec, List.of("replicas"));
        if (!spec.has(TEMPLATE)) {
            spec.at(TEMPLATE).required();
            return;
        }
        WorkloadSpec.requireMatch(LabelSelector.ofLabels(selector(object)), spec);
        workload.validateTemplate(spec, old, "ReplicationController");
    }

    private static Map<String, String> selector(KubeObject object) {
        Map<String, String> labels = new HashMap<>();
        object.spec()
                .path(SELECTOR)
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadStatus.of(object, errors)
                .requireNonNegative(
                        "replicas",
                        "fullyLabeledReplicas",
                        "readyReplicas",
                        "availableReplicas",
                        "observedGeneration")
                .requireAtMostAll("fullyLabeledReplicas", "readyReplicas", "availableReplicas")
                .requireAvailableAreReady("readyReplicas");
    }

    /// Of a changed controller, Kubernetes warns of the template that was there before.
    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        if (isNew) {
            return workload.warningsWithName(object, old);
        }
        return object.generation() == old.generation() ? List.of() : workload.templateWarnings(old);
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of("status.replicas", Long.toString(object.status().path("replicas").asLong(0)));
    }
}
