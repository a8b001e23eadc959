package dev.purser.api.managed;

import dev.purser.api.schema.ObjectSchema;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The versions in which the owners of an object's fields wrote. Each owner's fields are named as
/// in its own version, so changes are looked at in every version that has an owner. Thread-safe.
@FunctionalInterface
public interface OwnerVersions {
    /// All versions name their fields alike.
    OwnerVersions ALIKE = (object, apiVersion) -> Optional.empty();

    /// The object in another version; empty when its fields are named as they are.
    Optional<Versioned> in(ObjectNode object, String apiVersion);

    /// Whether an object of this kind can be seen in a version at all. Owners who wrote in one that
    /// is gone are forgotten.
    default boolean isKnown(String apiVersion) {
        return true;
    }

    /// @param json the object in that version
    record Versioned(ObjectNode json, ObjectSchema schema) {}
}
