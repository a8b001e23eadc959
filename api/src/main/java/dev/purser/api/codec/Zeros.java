package dev.purser.api.codec;

import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Which fields of a struct are written, and with what, as [Absence] says.
final class Zeros {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Zeros() {}

    /// What becomes of an empty list or map in a field that is [Absence#WRITTEN_AS_NULL].
    enum Empty {
        /// It stays, as a decoder leaves it: whoever wrote it owns it.
        KEPT,
        /// It is written as null, as the store does.
        NULL
    }

    /// A struct of these fields, in the order of the schema.
    static ObjectNode struct(ObjectSchema schema, Map<String, JsonNode> values) {
        return struct(schema, values, Empty.NULL);
    }

    static ObjectNode struct(ObjectSchema schema, Map<String, JsonNode> values, Empty empty) {
        ObjectNode result = NODES.objectNode();
        for (Field field : schema.fields()) {
            written(field, values.getOrDefault(field.name(), NullNode.getInstance()), empty)
                    .ifPresent(value -> result.set(field.name(), value));
        }
        return result;
    }

    /// What is written for a field, if anything is.
    private static Optional<JsonNode> written(Field field, JsonNode value, Empty empty) {
        boolean isNull = value.isNull();
        return switch (field.absence()) {
            case DROPPED -> isNull || isZero(value) ? Optional.empty() : Optional.of(value);
            case KEPT -> isNull ? Optional.empty() : Optional.of(value);
            case AS_GIVEN -> Optional.of(value);
            case WRITTEN -> Optional.of(isNull ? of(field.schema()) : value);
            case WRITTEN_AS_NULL ->
                    Optional.of(
                            empty == Empty.NULL && isEmpty(field, value)
                                    ? NullNode.getInstance()
                                    : value);
        };
    }

    /// What Go writes for a value that was never set.
    static JsonNode of(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> struct(object, Map.of());
            case MapSchema map -> NullNode.getInstance();
            case ListSchema list -> NullNode.getInstance();
            case ScalarSchema scalar ->
                    switch (scalar) {
                        case STRING, BYTES -> NODES.stringNode("");
                        case INT32, INT64, DOUBLE, INT_OR_STRING -> NODES.numberNode(0);
                        case BOOLEAN -> NODES.booleanNode(false);
                        case QUANTITY -> NODES.stringNode("0");
                        case TIME, MICRO_TIME, ANY, ANY_OBJECT, DEDUCED -> NullNode.getInstance();
                    };
        };
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue().isEmpty();
            case NUMBER -> value.asDouble() == 0;
            case BOOLEAN -> !value.booleanValue();
            case OBJECT, ARRAY -> value.isEmpty();
            default -> false;
        };
    }

    /// An empty list or map is stored like an absent one; a pointer to an empty struct is not.
    private static boolean isEmpty(Field field, JsonNode value) {
        boolean isCollection =
                field.schema() instanceof ListSchema || field.schema() instanceof MapSchema;
        return isCollection && value.isEmpty();
    }
}
