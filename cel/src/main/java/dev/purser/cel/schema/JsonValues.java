package dev.purser.cel.schema;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as values of CEL. Parts are converted when an expression reads them.
public final class JsonValues {
    private JsonValues() {}

    /// JSON whose types are as they come.
    public static Value plain(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> new PlainObject(object);
            case ArrayNode array -> new JsonList(array, JsonValues::plain);
            default -> scalar(json);
        };
    }

    /// JSON as the schema wants it.
    ///
    /// @throws EvaluationException when the JSON is not as the schema wants it
    public static Value typed(JsonNode json, SchemaNode schema) {
        if (json.isNull()) {
            if (schema.isNullable()) {
                return Value.Null.NULL;
            }
            throw new EvaluationException("invalid data, got null for schema with nullable=false");
        }
        if (schema.isIntOrString()) {
            if (json.isString() || json.isIntegralNumber()) {
                return scalar(json);
            }
            throw new EvaluationException(
                    "invalid data, expected XIntOrString value to be either a string or integer");
        }
        return switch (schema.type()) {
            case "object" -> object(json, schema);
            case "array" -> list(json, schema);
            case "string" -> text(json, schema);
            case "number" -> number(json);
            case "integer" -> integer(json);
            case "boolean" -> bool(json);
            default -> unknown(json, schema);
        };
    }

    private static Value scalar(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> new Value.Text(json.stringValue());
            case BOOLEAN -> Value.Bool.of(json.booleanValue());
            case NUMBER ->
                    json.isIntegralNumber() && json.canConvertToLong()
                            ? new Value.Int(json.longValue())
                            : new Value.Real(json.doubleValue());
            case NULL, MISSING, ARRAY, OBJECT, BINARY, POJO -> Value.Null.NULL;
        };
    }

    private static Value object(JsonNode json, SchemaNode schema) {
        if (!(json instanceof ObjectNode object)) {
            throw new EvaluationException(
                    "invalid data, expected a map for the provided schema with type=object");
        }
        return new SchemaObject(
                object, schema.isEmbeddedResource() ? schema.withTypeAndObjectMeta() : schema);
    }

    private static Value list(JsonNode json, SchemaNode schema) {
        if (!(json instanceof ArrayNode array)) {
            throw new EvaluationException(
                    "invalid data, expected an array for the provided schema with type=array");
        }
        SchemaNode items =
                schema.items()
                        .orElseThrow(() ->
                                new EvaluationException(
                                        "invalid array type, expected Items with a non-empty"
                                                + " Schema"));
        ListValue list = new JsonList(array, element -> typed(element, items));
        return switch (schema.listType()) {
            case "set" -> new SetList(list);
            case "map" -> KeyedList.of(list, schema.listMapKeys());
            default -> list;
        };
    }

    private static Value text(JsonNode json, SchemaNode schema) {
        if (!json.isString()) {
            throw unexpected("string", json);
        }
        String text = json.stringValue();
        return switch (schema.format()) {
            case "duration" -> new Value.Span(DurationFormat.nanoseconds(text));
            case "date" -> date(text);
            case "date-time" -> time(text);
            case "byte" -> bytes(text);
            default -> new Value.Text(text);
        };
    }

    private static Value date(String text) {
        try {
            return new Value.Time(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            throw new EvaluationException("Invalid date formatted string " + text);
        }
    }

    private static Value time(String text) {
        try {
            return new Value.Time(
                    Instant.parse(text.toUpperCase(java.util.Locale.ROOT).replace(' ', 'T')));
        } catch (DateTimeParseException e) {
            throw new EvaluationException("Invalid date-time formatted string " + text);
        }
    }

    private static Value bytes(String text) {
        try {
            return new Value.Bytes(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("Invalid byte formatted string " + text);
        }
    }

    private static Value number(JsonNode json) {
        if (!json.isNumber()) {
            throw unexpected("float", json);
        }
        return new Value.Real(json.doubleValue());
    }

    private static Value integer(JsonNode json) {
        if (!json.isIntegralNumber()) {
            throw unexpected("int", json);
        }
        return new Value.Int(json.longValue());
    }

    private static Value bool(JsonNode json) {
        if (!json.isBoolean()) {
            throw unexpected("bool", json);
        }
        return Value.Bool.of(json.booleanValue());
    }

    private static Value unknown(JsonNode json, SchemaNode schema) {
        if (schema.preservesUnknownFields()) {
            return new UnknownValue(json);
        }
        throw new EvaluationException(
                "invalid type, expected object, array, number, integer, boolean or string, or no"
                        + " type with x-kubernetes-int-or-string or"
                        + " x-kubernetes-preserve-unknown-fields is true, got "
                        + schema.type());
    }

    private static EvaluationException unexpected(String wanted, JsonNode json) {
        return new EvaluationException(
                "invalid data, expected %s, got %s".formatted(wanted, GoTypes.name(json)));
    }
}
