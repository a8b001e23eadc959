package dev.purser.api.patch;

import dev.purser.api.schema.ObjectSchema;
import tools.jackson.databind.node.ObjectNode;

/// A change to an object. Immutable; may be applied any number of times, which is what happens when
/// somebody else changes the object in between.
public sealed interface Patch permits JsonPatch, MergePatch, StrategicMergePatch {
    /// Applies this patch to a copy of an object.
    ///
    /// @param current the object as it is stored; left as it is
    /// @param schema the object's type, which strategic merge patches go by
    /// @throws dev.purser.api.status.StatusException with Kubernetes' code and text when the patch
    ///   does not fit the object
    Patched apply(ObjectNode current, ObjectSchema schema);
}
