package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;

/// A write to a [Projection]: the view is changed, and the object follows.
///
/// @param scope the rules of the object that the change has to follow
public record ProjectedChange(Projection projection, Scope scope, Edit edit) implements Change {
    /// Makes the wanted view of the current one, which it may keep.
    @FunctionalInterface
    public interface Edit {
        KubeObject edit(WriteRequest request, KubeObject view);
    }

    @Override
    public Owners owners() {
        return projection.owners();
    }

    @Override
    public boolean isReplacement() {
        return true;
    }

    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        KubeObject wanted = edit.edit(request, projection.editable(current));
        String version = wanted.resourceVersion();
        if (!version.isEmpty()) {
            current.metadata().put("resourceVersion", version);
        }
        if (!wanted.uid().isEmpty()) {
            current.metadata().put("uid", wanted.uid());
        }
        projection.write(wanted, current);
        return current;
    }
}
