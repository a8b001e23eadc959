package dev.purser.server.registry;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.JsonNode;

/// `/finalize` of a namespace: who has not cleaned up yet.
public final class FinalizeProjection implements Projection {
    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", "Namespace");
    }

    @Override
    public KubeObject view(KubeObject object) {
        return object.copy();
    }

    @Override
    public void write(KubeObject view, KubeObject object) {
        JsonNode finalizers = view.json().path("spec").path("finalizers");
        if (finalizers.isEmpty()) {
            object.spec().remove("finalizers");
        } else {
            object.spec().set("finalizers", finalizers.deepCopy());
        }
    }

    /// The namespace's own rules keep its finalizers as they are.
    @Override
    public Change.Scope scope() {
        return Change.Scope.INTERNAL;
    }
}
