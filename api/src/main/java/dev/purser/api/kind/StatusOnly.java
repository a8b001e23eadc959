package dev.purser.api.kind;

import dev.purser.api.meta.KubeObject;

/// As [StatusApart], for kinds of which a write of the status changes no metadata either, labels
/// and annotations included.
public interface StatusOnly extends StatusApart {
    @Override
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        StatusApart.super.prepareForStatusUpdate(object, old);
        Lifecycle.keepMetadata(object, old);
    }
}
