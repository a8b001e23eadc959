package dev.purser.api.kind.apps;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;

/// How writes of workloads treat template, status and generation.
interface WorkloadLifecycle extends KindRules {
    /// What the kinds have in common.
    WorkloadSpec workload();

    @Override
    default void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        Lifecycle.startGeneration(object);
        workload().prepareTemplate(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        workload().prepareTemplate(object);
        Lifecycle.countChange(object, old);
    }

    @Override
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }
}
