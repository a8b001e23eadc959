package dev.purser.external.template.value;

import java.util.List;

/// A list. Functions that change one make another.
///
/// @param isNil whether it is Go's `nil`, which only JSON and YAML tell from an empty list
public record Sequence(GoType type, List<Value> values, boolean isNil) implements Value {
    public Sequence {
        values = List.copyOf(values);
    }

    public Sequence(GoType type, List<Value> values) {
        this(type, values, false);
    }

    /// The `nil` of a type of lists.
    public static Sequence nil(GoType type) {
        return new Sequence(type, List.of(), true);
    }

    @Override
    public boolean isTrue() {
        return !values.isEmpty();
    }

    @Override
    public String toString() {
        return "(" + type + ")";
    }
}
