package dev.purser.api.codec;

/// What a request wants done about unknown and duplicate fields (`fieldValidation`).
public enum FieldValidation {
    /// Drop them silently.
    IGNORE,
    /// Drop them and say so in `Warning` headers; what a request gets that asks for nothing.
    WARN,
    /// Refuse the object.
    STRICT
}
