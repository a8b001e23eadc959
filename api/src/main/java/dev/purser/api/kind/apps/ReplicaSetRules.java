package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Map;

/// ReplicaSets.
public final class ReplicaSetRules implements WorkloadLifecycle {
    private final WorkloadSpec workload;

    /// @param workload what the kinds of this group have in common
    public ReplicaSetRules(WorkloadSpec workload) {
        this.workload = workload;
    }

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), "replicas", 1);
        workload.setTemplateDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        workload.validate(object, "deployment", errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return workload.warnings(object);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        WorkloadSpec.requireSameSelector(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadSpec.validateCounts(
                object.status(),
                List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"),
                errors);
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of("status.replicas", Long.toString(object.status().path("replicas").asLong(0)));
    }
}
