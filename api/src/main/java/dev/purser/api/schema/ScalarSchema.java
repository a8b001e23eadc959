package dev.purser.api.schema;

/// A value that has no fields of its own, or none that the schema knows.
public enum ScalarSchema implements Schema {
    STRING,
    /// Bytes as base64 text.
    BYTES,
    INT32,
    INT64,
    DOUBLE,
    BOOLEAN,
    /// A resource quantity, as text or number; always written as text.
    QUANTITY,
    /// RFC 3339 with whole seconds.
    TIME,
    /// RFC 3339 with exactly six digits of fraction.
    MICRO_TIME,
    INT_OR_STRING,
    /// Any JSON value, kept as it is (`apiextensions.v1.JSON`, `JSONSchemaPropsOrBool`, …).
    ANY,
    /// Any JSON object, kept as it is (`RawExtension`, `FieldsV1`, `Patch`).
    ANY_OBJECT,
    /// Any JSON value of which nothing is known: each member of an object has an owner of its own,
    /// lists are owned as a whole.
    DEDUCED
}
