package dev.purser.api.quota;

import java.util.Set;

/// One of the scopes that narrow a quota: `BestEffort`, or `PriorityClass In (high)`.
///
/// @param values for the operators `In` and `NotIn`
public record QuotaScope(String name, String operator, Set<String> values) {
    public QuotaScope {
        values = Set.copyOf(values);
    }

    /// Whether the scope's expression holds for an object that has these values, any of which will
    /// do.
    boolean matchesAny(Set<String> present) {
        return switch (operator) {
            case "Exists" -> !present.isEmpty();
            case "DoesNotExist" -> present.isEmpty();
            case "In" -> present.stream().anyMatch(values::contains);
            case "NotIn" ->
                    present.isEmpty()
                            || present.stream().anyMatch(value -> !values.contains(value));
            default -> false;
        };
    }
}
