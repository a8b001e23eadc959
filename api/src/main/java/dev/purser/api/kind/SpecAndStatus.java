package dev.purser.api.kind;

import dev.purser.api.meta.KubeObject;

/// What most kinds with a spec and a status do around a write: users write the spec, whose changes
/// are counted, and controllers write the status through its own URL.
public interface SpecAndStatus extends StatusApart {
    @Override
    default void prepareForCreate(KubeObject object) {
        StatusApart.super.prepareForCreate(object);
        Lifecycle.startGeneration(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        StatusApart.super.prepareForUpdate(object, old);
        Lifecycle.countChange(object, old);
    }
}
