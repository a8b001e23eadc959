package dev.purser.api.schema;

/// A map from strings to values of one type.
public record MapSchema(Schema values, MapType mapType) implements Schema {}
