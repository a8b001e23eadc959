package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import java.util.Optional;

/// What a write makes of an object. Asked again with the newer object when somebody else was
/// faster, so it must not remember anything.
public interface Change {
    /// Which of an object's rules a change has to follow.
    enum Scope {
        /// Those of the resource itself.
        MAIN,
        /// Those of its `status`.
        STATUS,
        /// None: the server knows what it does.
        INTERNAL
    }

    /// Who notes the owners of the fields that change.
    enum Owners {
        /// The registry does.
        TO_BE_NOTED,
        /// The change has done so in the object.
        IN_THE_OBJECT
    }

    Scope scope();

    default Owners owners() {
        return Owners.TO_BE_NOTED;
    }

    /// The object as it should be.
    ///
    /// @param current the object as it is, a copy to work on
    /// @throws dev.purser.api.status.StatusException if it cannot be made
    KubeObject apply(WriteRequest request, KubeObject current);

    /// The object to create when there is none; empty when the change needs one.
    default Optional<KubeObject> create(WriteRequest request) {
        return Optional.empty();
    }

    /// Whether the change replaces what it may never have seen: the uid that it names must be the
    /// object's, and resources which are locks insist on its version.
    default boolean isReplacement() {
        return false;
    }
}
