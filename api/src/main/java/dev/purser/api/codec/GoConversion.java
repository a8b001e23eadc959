package dev.purser.api.codec;

import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds values of the wrong type in the result of a strategic merge patch or an apply. Kubernetes
/// does not decode those from JSON but converts them, with messages of its own.
public final class GoConversion {
    private GoConversion() {}

    /// The first type error, in Kubernetes' words.
    public static Optional<String> check(JsonNode value, Schema schema) {
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        return switch (schema) {
            case ObjectSchema object ->
                    value.isObject()
                            ? first(object.fields().stream().map(field -> check(value, field)))
                            : Optional.of("cannot restore struct from: " + kind(value));
            case MapSchema map ->
                    value.isObject()
                            ? first(value.valueStream().map(item -> check(item, map.values())))
                            : Optional.of("cannot restore map from " + kind(value));
            case ListSchema list ->
                    value.isArray()
                            ? first(value.valueStream().map(item -> check(item, list.items())))
                            : Optional.of("cannot restore slice from " + kind(value));
            case ScalarSchema scalar -> checkScalar(value, scalar);
        };
    }

    private static Optional<String> check(JsonNode owner, Field field) {
        return check(owner.path(field.name()), field.schema());
    }

    private static Optional<String> first(Stream<Optional<String>> errors) {
        return errors.flatMap(Optional::stream).findFirst();
    }

    /// Makes the numbers of a checked tree such as their fields can hold. What is too large loses
    /// its upper bits, as it does in Kubernetes.
    public static void narrowNumbers(JsonNode value, Schema schema) {
        switch (schema) {
            case ObjectSchema object when value instanceof ObjectNode tree -> {
                for (Field field : object.fields()) {
                    JsonNode member = tree.path(field.name());
                    if (!member.isNumber() || member.isInt()) {
                        narrowNumbers(member, field.schema());
                    } else if (field.schema() == ScalarSchema.INT32) {
                        tree.put(field.name(), (int) whole(member));
                    } else if (field.schema() == ScalarSchema.INT64 && !member.isLong()) {
                        tree.put(field.name(), whole(member));
                    }
                }
            }
            case MapSchema map -> value.forEach(member -> narrowNumbers(member, map.values()));
            case ListSchema list -> value.forEach(item -> narrowNumbers(item, list.items()));
            case ObjectSchema other -> {}
            case ScalarSchema scalar -> {}
        }
    }

    private static long whole(JsonNode number) {
        return number.isIntegralNumber()
                ? number.bigIntegerValue().longValue()
                : (long) number.doubleValue();
    }

    private static Optional<String> checkScalar(JsonNode value, ScalarSchema schema) {
        return switch (schema) {
            case STRING -> checkText(value);
            case BOOLEAN -> value.isBoolean() ? Optional.empty() : unrecognized("bool");
            case INT32 -> checkNumber(value, "int32");
            case INT64 -> checkNumber(value, "int64");
            case DOUBLE -> value.isNumber() ? Optional.empty() : unrecognized("float64");
            case BYTES -> checkBytes(value);
            case QUANTITY, TIME, MICRO_TIME, INT_OR_STRING, ANY, ANY_OBJECT, DEDUCED ->
                    Optional.empty();
        };
    }

    private static Optional<String> checkText(JsonNode value) {
        if (value.isString()) {
            return Optional.empty();
        }
        return value.isIntegralNumber()
                ? Optional.of("cannot convert int64 to string")
                : unrecognized("string");
    }

    private static Optional<String> checkBytes(JsonNode value) {
        if (!value.isString()) {
            return Optional.of("cannot restore slice from " + kind(value));
        }
        int bad = Base64Text.firstBadByte(value.stringValue());
        return bad < 0
                ? Optional.empty()
                : Optional.of("error decoding from json: illegal base64 data at input byte " + bad);
    }

    private static Optional<String> checkNumber(JsonNode value, String type) {
        if (!value.isNumber()) {
            return unrecognized(type);
        }
        boolean whole = value.isIntegralNumber() || value.asDouble() % 1 == 0;
        return whole ? Optional.empty() : Optional.of("cannot convert float64 to " + type);
    }

    private static Optional<String> unrecognized(String type) {
        return Optional.of("unrecognized type: " + type);
    }

    /// Go's kind of an untyped JSON value.
    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map";
            case ARRAY -> "slice";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case STRING, BINARY, POJO, NULL, MISSING -> "string";
        };
    }

    /// Go's type of an untyped JSON value.
    public static String goType(JsonNode value) {
        return switch (kind(value)) {
            case "map" -> "map[string]interface {}";
            case "slice" -> "[]interface {}";
            default -> kind(value);
        };
    }
}
