package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Map;

/// ReplicaSets.
public final class ReplicaSetRules implements WorkloadLifecycle {
    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), "replicas", 1);
        WorkloadSpec.setTemplateDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        WorkloadSpec.validate(object, "deployment", errors);
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
