package dev.purser.api.kind;

import dev.purser.api.meta.KubeObject;

/// What kinds without a status do around a write: changes are counted.
public interface SpecOnly extends KindRules {
    @Override
    default void prepareForCreate(KubeObject object) {
        Lifecycle.startGeneration(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.countChange(object, old);
    }
}
