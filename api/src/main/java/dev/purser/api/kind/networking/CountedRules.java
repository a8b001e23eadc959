package dev.purser.api.kind.networking;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;

/// Kinds without a status whose changes are counted.
interface CountedRules extends KindRules {
    @Override
    default void prepareForCreate(KubeObject object) {
        Lifecycle.startGeneration(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.countChange(object, old);
    }
}
