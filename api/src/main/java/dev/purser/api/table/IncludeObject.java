package dev.purser.api.table;

import java.util.Optional;

/// What of each object a table carries beside its cells (the `includeObject` parameter).
public enum IncludeObject {
    NONE,
    METADATA,
    OBJECT;

    /// Reads the parameter; absent or empty means metadata. Empty for anything unknown.
    public static Optional<IncludeObject> parse(String text) {
        return switch (text) {
            case "", "Metadata" -> Optional.of(METADATA);
            case "None" -> Optional.of(NONE);
            case "Object" -> Optional.of(OBJECT);
            default -> Optional.empty();
        };
    }
}
