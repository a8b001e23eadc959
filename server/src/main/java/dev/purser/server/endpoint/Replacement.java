package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.WriteRequest;
import java.util.Optional;

/// PUT: the object as the client sent it.
///
/// @param mayCreate whether the resource lets a PUT create
record Replacement(KubeObject object, Scope scope, boolean mayCreate) implements Change {
    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        return object.copy();
    }

    @Override
    public Optional<KubeObject> create(WriteRequest request) {
        return mayCreate ? Optional.of(object.copy()) : Optional.empty();
    }

    @Override
    public boolean isReplacement() {
        return true;
    }
}
