package dev.purser.cel.value;

/// A value of a type that a library brings, such as a URL. Implementations are records.
public non-sealed interface OpaqueValue extends Value {
    /// Whether both are the same to CEL.
    default boolean equalTo(OpaqueValue other) {
        return equals(other);
    }

    /// How long reading the value takes, in the measure of costs.
    default int size() {
        return 1;
    }
}
