package dev.purser.external.template.run;

import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Value;
import java.util.Optional;

/// What `nil` is as a value of a type.
final class Zeros {
    private Zeros() {}

    /// Empty if the type has no `nil`.
    static Optional<Value> of(GoType type) {
        return switch (type.kind()) {
            case INTERFACE -> Optional.of(Nil.EMPTY_INTERFACE);
            case MAP -> Optional.of(new Mapping(type));
            case SLICE -> Optional.of(Sequence.nil(type));
            default -> Optional.empty();
        };
    }

    /// What a map has for a key that it does not have.
    static Value ofElements(GoType type) {
        return switch (type.element()) {
            case "string" -> Value.of("");
            case "int" -> Value.of(0);
            default -> Nil.EMPTY_INTERFACE;
        };
    }
}
