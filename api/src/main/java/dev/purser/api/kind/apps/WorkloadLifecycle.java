package dev.purser.api.kind.apps;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;

/// How writes of the apps group treat status, generation and labels.
interface WorkloadLifecycle extends KindRules {
    @Override
    default void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        Lifecycle.startGeneration(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        Lifecycle.countChange(object, old);
    }

    /// Controllers write the status; they may not relabel the object on the way.
    @Override
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        Trees.copyField(old.metadata(), object.metadata(), "labels");
    }
}
