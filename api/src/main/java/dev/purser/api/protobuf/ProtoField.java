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

    /// Whether the field is written even if it has no value. Of those that JSON shows as null only
    /// times are no pointers.
    boolean isAlwaysWritten() {
        return switch (absence) {
            case KEPT -> false;
            case WRITTEN_AS_NULL -> isTime();
            case DROPPED, WRITTEN, AS_GIVEN -> true;
        };
    }

    private boolean isTime() {
        return SpecialMessage.of(type)
                .filter(special ->
                        special == SpecialMessage.TIME || special == SpecialMessage.MICRO_TIME)
                .isPresent();
    }
}
