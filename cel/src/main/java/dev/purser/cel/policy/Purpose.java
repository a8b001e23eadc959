package dev.purser.cel.policy;

import java.util.List;

/// What an expression of a policy is for.
enum Purpose {
    CONDITION(true, List.of("bool")),
    MESSAGE(false, List.of("string")),
    AUDIT(true, List.of("string", "null_type")),
    VARIABLE(true, List.of()),
    APPLY_CONFIGURATION(true, List.of("Object")),
    JSON_PATCH(true, List.of("list(JSONPatch)"));

    private final boolean mayAuthorize;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> types;

    Purpose(boolean mayAuthorize, List<String> types) {
        this.mayAuthorize = mayAuthorize;
        this.types = types;
    }

    /// Whether the expression may ask who may do what.
    boolean mayAuthorize() {
        return mayAuthorize;
    }

    /// Whether the expression makes objects of the types that patches are made of.
    boolean isPatch() {
        return this == APPLY_CONFIGURATION || this == JSON_PATCH;
    }

    /// Whether an expression of a type will do.
    boolean accepts(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /// Why an expression of a type will not do.
    String refusal(String type) {
        return types.size() == 1
                ? "must evaluate to %s but got %s".formatted(types.getFirst(), type)
                : "must evaluate to one of [%s] but got %s"
                        .formatted(String.join(" ", types), type);
    }
}
