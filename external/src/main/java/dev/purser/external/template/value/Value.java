package dev.purser.external.template.value;

import java.util.List;

/// A value of a template. Its `toString` shows nothing of it: use `Printing`.
public sealed interface Value
        permits Nil, Bool, Whole, Real, Text, Sequence, Mapping, Moment, Version, KeyPair {
    GoType type();

    default Kind kind() {
        return type().kind();
    }

    /// Whether conditions take it for true.
    boolean isTrue();

    static Value of(boolean value) {
        return new Bool(value);
    }

    /// An `int`.
    static Value of(long value) {
        return new Whole(GoType.INT, value);
    }

    /// An `int64`.
    static Value int64(long value) {
        return new Whole(GoType.INT64, value);
    }

    static Value of(double value) {
        return new Real(value);
    }

    /// @param bytes a string of bytes
    static Value of(String bytes) {
        return new Text(bytes);
    }

    /// A `[]string`.
    static Value strings(List<String> texts) {
        return new Sequence(GoType.STRINGS, texts.stream().map(Value::of).toList());
    }

    /// A `[]interface {}`.
    static Value list(List<? extends Value> values) {
        return new Sequence(GoType.LIST, List.copyOf(values));
    }
}
