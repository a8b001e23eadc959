package dev.purser.api.kind;

import dev.purser.api.meta.KubeObject;

/// What kinds with a status do around a write, if their changes are not counted: users write all
/// but the status, and controllers write the status through its own URL.
public interface StatusApart extends KindRules {
    @Override
    default void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
    }

    @Override
    default void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
    }

    @Override
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }
}
