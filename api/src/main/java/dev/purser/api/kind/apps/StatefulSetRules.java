package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// StatefulSets.
public final class StatefulSetRules implements WorkloadLifecycle {
    private final WorkloadSpec workload;

    /// @param workload what the kinds of this group have in common
    public StatefulSetRules(WorkloadSpec workload) {
        this.workload = workload;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "replicas", 1);
        Trees.setDefault(spec, "revisionHistoryLimit", 10);
        Trees.setDefault(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Trees.ensure(spec, "updateStrategy");
        Trees.setDefault(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            Trees.setDefault(Trees.ensure(strategy, "rollingUpdate"), "partition", 0);
        }
        ObjectNode retention = Trees.ensure(spec, "persistentVolumeClaimRetentionPolicy");
        Trees.setDefault(retention, "whenDeleted", "Retain");
        Trees.setDefault(retention, "whenScaled", "Retain");
        for (ObjectNode claim : Trees.items(spec, "volumeClaimTemplates")) {
            claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            Trees.setDefault(Trees.ensure(claim, "spec"), "volumeMode", "Filesystem");
            Trees.setDefault(Trees.ensure(claim, "status"), "phase", "Pending");
        }
        workload.setTemplateDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        workload.validate(object, "statefulset", errors);
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
                object.status(), List.of("readyReplicas", "availableReplicas"), errors);
    }
}
