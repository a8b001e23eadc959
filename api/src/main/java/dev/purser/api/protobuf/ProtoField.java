package dev.purser.api.protobuf;

import dev.purser.api.schema.Absence;

/// One field of a message.
///
/// @param name the name in JSON; empty for a struct that JSON writes as part of its owner
/// @param type a scalar type of protobuf, or the full name of a message
/// @param absence whether Kubernetes' type is a pointer, and what its zero value means
record ProtoField(String name, int number, String type, Shape shape, Absence absence) {
    /// How many values the field has.
    enum Shape {
        SINGLE,
        REPEATED,
        /// Entries with a string as key.
        MAP
    }

    boolean isInline() {
        return name.isEmpty();
    }

    /// Whether the field is written even if it has no value.
    boolean isAlwaysWritten() {
        return absence != Absence.KEPT;
    }
}
