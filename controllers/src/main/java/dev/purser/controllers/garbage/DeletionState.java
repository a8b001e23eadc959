package dev.purser.controllers.garbage;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.DeleteOptions.Propagation;
import tools.jackson.databind.JsonNode;

/// Which way an object is being deleted, or shall be, by its finalizers.
final class DeletionState {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private DeletionState() {}

    static boolean hasFinalizer(KubeObject object, String name) {
        for (JsonNode finalizer : object.metadata().path("finalizers")) {
            if (finalizer.asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the object is being deleted and waits for its dependents.
    static boolean waitsForDependents(KubeObject object) {
        return object.deletionTimestamp().isPresent() && hasFinalizer(object, FOREGROUND);
    }

    /// Whether the object is being deleted and its dependents are to forget it first.
    static boolean waitsForOrphaning(KubeObject object) {
        return object.deletionTimestamp().isPresent() && hasFinalizer(object, ORPHAN);
    }

    /// How to delete an object that nobody asked to delete in particular.
    static Propagation propagation(KubeObject object) {
        if (hasFinalizer(object, ORPHAN)) {
            return Propagation.ORPHAN;
        }
        return hasFinalizer(object, FOREGROUND) ? Propagation.FOREGROUND : Propagation.BACKGROUND;
    }
}
