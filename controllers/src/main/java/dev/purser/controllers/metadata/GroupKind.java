package dev.purser.controllers.metadata;

import dev.purser.api.meta.GroupVersionKind;

/// A kind in whatever version.
record GroupKind(String group, String kind) {
    static GroupKind of(GroupVersionKind kind) {
        return new GroupKind(kind.group(), kind.kind());
    }

    /// `Deployment.apps`; tells kinds apart.
    @Override
    public String toString() {
        return kind + "." + group;
    }
}
