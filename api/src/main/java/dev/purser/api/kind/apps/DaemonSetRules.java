package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// DaemonSets.
public final class DaemonSetRules implements WorkloadLifecycle {
    private final WorkloadSpec workload;

    /// @param workload what the kinds of this group have in common
    public DaemonSetRules(WorkloadSpec workload) {
        this.workload = workload;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = Trees.ensure(spec, "updateStrategy");
        Trees.setDefault(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Trees.ensure(strategy, "rollingUpdate");
            Trees.setDefault(rolling, "maxUnavailable", 1);
            Trees.setDefault(rolling, "maxSurge", 0);
        }
        workload.setTemplateDefaults(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        workload.validate(object, "daemonset", errors);
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
}
