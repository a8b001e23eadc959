package dev.purser.api.schema;

import java.util.Set;

/// How a strategic merge patch treats a field.
///
/// @param strategies of `x-kubernetes-patch-strategy`: any of `merge`, `retainKeys`, `replace`;
///   empty when nothing is said, which means replace for lists and merge for structs
/// @param key `x-kubernetes-patch-merge-key`: the field that tells items of a list apart; may be
///   empty
public record Merge(Set<String> strategies, String key) {
    /// What a field has for which the schema says nothing.
    public static final Merge UNSPECIFIED = new Merge(Set.of(), "");

    public Merge {
        strategies = Set.copyOf(strategies);
    }

    public boolean isMerge() {
        return strategies.contains("merge");
    }

    public boolean isRetainKeys() {
        return strategies.contains("retainKeys");
    }
}
