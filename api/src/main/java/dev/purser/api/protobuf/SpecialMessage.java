package dev.purser.api.protobuf;

import java.util.Optional;

/// Messages whose JSON is not an object of their fields.
enum SpecialMessage {
    /// Text in JSON.
    QUANTITY,
    /// RFC 3339 in JSON.
    TIME,
    /// RFC 3339 with microseconds in JSON.
    MICRO_TIME,
    /// A number or text in JSON.
    INT_OR_STRING,
    /// Any JSON, inside as bytes.
    RAW,
    /// A list in JSON.
    LIST,
    /// A boolean, or a schema.
    SCHEMA_OR_BOOL,
    /// A schema, or a list of schemas.
    SCHEMA_OR_ARRAY,
    /// A schema, or a list of names.
    SCHEMA_OR_STRINGS;

    /// What is special about a message, by its full name; no two packages share these names.
    static Optional<SpecialMessage> of(String message) {
        return Optional.ofNullable(
                switch (message.substring(message.lastIndexOf('.') + 1)) {
                    case "Quantity" -> QUANTITY;
                    case "Time" -> TIME;
                    case "MicroTime" -> MICRO_TIME;
                    case "IntOrString" -> INT_OR_STRING;
                    case "RawExtension", "FieldsV1", "JSON" -> RAW;
                    case "ExtraValue", "Verbs" -> LIST;
                    case "JSONSchemaPropsOrBool" -> SCHEMA_OR_BOOL;
                    case "JSONSchemaPropsOrArray" -> SCHEMA_OR_ARRAY;
                    case "JSONSchemaPropsOrStringArray" -> SCHEMA_OR_STRINGS;
                    default -> null;
                });
    }
}
