package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// ReplicaSets.
///
/// @param workload what the kinds of this group have in common
record ReplicaSetRules(WorkloadSpec workload) implements WorkloadLifecycle {
    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), "replicas", 1);
        workload.setTemplateDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object, MissingNode.getInstance(), errors);
    }

    private void validate(KubeObject object, JsonNode old, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        WorkloadSpec.requireNonNegative(spec, List.of("replicas", "minReadySeconds"));
        // Kubernetes takes ReplicaSets for Deployments here.
        WorkloadSpec.requireSelector(spec, "deployment");
        WorkloadSpec.parse(spec.at("selector"), "invalid label selector")
                .ifPresent(selector -> {
                    WorkloadSpec.requireMatch(selector, spec);
                    workload.validateTemplate(spec, old, "ReplicaSet");
                });
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, old.json(), errors);
        WorkloadSpec.requireSameSelector(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadStatus.of(object, errors)
                .requireNonNegative(
                        "replicas",
                        "fullyLabeledReplicas",
                        "readyReplicas",
                        "availableReplicas",
                        "observedGeneration",
                        "terminatingReplicas")
                .requireAtMostAll("fullyLabeledReplicas", "readyReplicas", "availableReplicas")
                .requireAvailableAreReady("readyReplicas");
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return workload.warningsWithName(object, old);
    }
}
