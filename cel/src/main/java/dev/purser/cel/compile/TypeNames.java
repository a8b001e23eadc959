package dev.purser.cel.compile;

import dev.cel.common.types.CelType;
import java.util.stream.Collectors;

/// Types as cel-go writes them.
final class TypeNames {
    private TypeNames() {}

    static String of(CelType type) {
        return switch (type.kind()) {
            case TIMESTAMP -> "timestamp";
            case DURATION -> "duration";
            case NULL_TYPE -> "null";
            case LIST -> "list" + parameters(type);
            case MAP -> "map" + parameters(type);
            default -> type.name() + parameters(type);
        };
    }

    /// A type as it is declared, with the full names of well-known types.
    static String declared(CelType type) {
        String parameters =
                type.parameters().isEmpty()
                        ? ""
                        : type.parameters().stream()
                                .map(TypeNames::declared)
                                .collect(Collectors.joining(", ", "(", ")"));
        return type.name() + parameters;
    }

    private static String parameters(CelType type) {
        return type.parameters().isEmpty()
                ? ""
                : type.parameters().stream()
                        .map(TypeNames::of)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
