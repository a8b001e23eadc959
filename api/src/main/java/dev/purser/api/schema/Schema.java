package dev.purser.api.schema;

/// The type of a value in an API object. Immutable and thread-safe.
public sealed interface Schema permits ObjectSchema, MapSchema, ListSchema, ScalarSchema {}
