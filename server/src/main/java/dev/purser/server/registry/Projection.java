package dev.purser.server.registry;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;

/// A subresource that is another view of its object: read from it, and written into it. Stateless.
public interface Projection {
    /// The kind of the view.
    GroupVersionKind kind();

    /// The view of an object, a tree of its own with the object's uid and version.
    KubeObject view(KubeObject object);

    /// The view as a writer gets it to change: with the owners of its fields, where it has any.
    default KubeObject editable(KubeObject object) {
        return view(object);
    }

    /// Who notes the owners of what is changed: the registry in the object, or the writer in the
    /// view.
    default Change.Owners owners() {
        return Change.Owners.TO_BE_NOTED;
    }

    /// Changes the object to what the view says.
    ///
    /// @throws dev.purser.api.status.StatusException when the view says what cannot be
    void write(KubeObject view, KubeObject object);

    /// The rules of the object that writes of the view have to follow.
    default Change.Scope scope() {
        return Change.Scope.MAIN;
    }
}
