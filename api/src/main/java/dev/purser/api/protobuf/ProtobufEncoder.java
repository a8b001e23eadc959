package dev.purser.api.protobuf;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Writes trees as messages, byte for byte as Kubernetes' generated code does: fields by number,
/// map entries by key, and the zero values of what is not a pointer.
final class ProtobufEncoder {
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final MessageTypes types;

    ProtobufEncoder(MessageTypes types) {
        this.types = types;
    }

    /// Writes the fields of an object.
    void write(ProtoWriter out, MessageType type, JsonNode object) {
        for (ProtoField field : type.fields()) {
            if (field.isInline()) {
                MessageType inner = types.inline(field.type(), type);
                out.message(field.number(), message -> write(message, inner, object));
            } else {
                writeField(out, field, object.path(field.name()));
            }
        }
    }

    private void writeField(ProtoWriter out, ProtoField field, JsonNode value) {
        boolean absent = value.isMissingNode() || value.isNull();
        switch (field.shape()) {
            case REPEATED -> value.forEach(item -> writeValue(out, field, item));
            case MAP -> writeMap(out, field, value);
            case SINGLE -> {
                if (!absent) {
                    writeValue(out, field, value);
                } else if (field.isAlwaysWritten()) {
                    writeZero(out, field);
                }
            }
        }
    }

    private void writeMap(ProtoWriter out, ProtoField field, JsonNode map) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        map.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        ProtoField value =
                new ProtoField(
                        field.name(), 2, field.type(), ProtoField.Shape.SINGLE, field.absence());
        sorted.forEach((key, item) ->
                out.message(
                        field.number(), entry -> writeValue(entry.string(1, key), value, item)));
    }

    private void writeZero(ProtoWriter out, ProtoField field) {
        int number = field.number();
        switch (field.type()) {
            case "string" -> out.string(number, "");
            case "bytes" -> {}
            case "bool" -> out.bool(number, false);
            case "int32", "int64" -> out.number(number, 0);
            case "double" -> out.real(number, 0);
            default -> {
                if (SpecialMessage.of(field.type()).isPresent()) {
                    out.message(number, message -> writeSpecialZero(message, field.type()));
                } else {
                    out.message(
                            number, message -> write(message, types.get(field.type()), NOTHING));
                }
            }
        }
    }

    private static void writeSpecialZero(ProtoWriter out, String type) {
        switch (SpecialMessage.of(type).orElseThrow()) {
            case QUANTITY -> out.string(1, "0");
            case INT_OR_STRING -> out.number(1, 0).number(2, 0).string(3, "");
            case TIME,
                    MICRO_TIME,
                    RAW,
                    LIST,
                    SCHEMA_OR_BOOL,
                    SCHEMA_OR_ARRAY,
                    SCHEMA_OR_STRINGS -> {}
        }
    }

    private void writeValue(ProtoWriter out, ProtoField field, JsonNode value) {
        int number = field.number();
        switch (field.type()) {
            case "string" -> out.string(number, value.asString(""));
            case "bytes" -> out.bytes(number, decoded(value));
            case "bool" -> out.bool(number, value.asBoolean(false));
            case "int32", "int64" -> out.number(number, value.asLong(0));
            case "double" -> out.real(number, value.asDouble(0));
            default ->
                    out.message(
                            number,
                            message ->
                                    SpecialMessage.of(field.type())
                                            .ifPresentOrElse(
                                                    special ->
                                                            writeSpecial(
                                                                    message, special, field, value),
                                                    () ->
                                                            write(
                                                                    message,
                                                                    types.get(field.type()),
                                                                    value)));
        }
    }

    private static byte[] decoded(JsonNode base64) {
        try {
            return Base64.getDecoder().decode(base64.asString(""));
        } catch (IllegalArgumentException e) {
            throw new ProtobufException("bytes are not base64", e);
        }
    }

    private void writeSpecial(
            ProtoWriter out, SpecialMessage special, ProtoField field, JsonNode value) {
        switch (special) {
            case QUANTITY -> out.string(1, value.asString("0"));
            case TIME -> out.number(1, instant(value).getEpochSecond()).number(2, 0);
            case MICRO_TIME -> {
                Instant time = instant(value);
                out.number(1, time.getEpochSecond()).number(2, time.getNano());
            }
            case INT_OR_STRING ->
                    out.number(1, value.isString() ? 1 : 0)
                            .number(2, value.isString() ? 0 : value.asLong(0))
                            .string(3, value.isString() ? value.stringValue() : "");
            case RAW -> out.bytes(1, value.toString().getBytes(StandardCharsets.UTF_8));
            case LIST -> value.forEach(item -> out.string(1, item.asString("")));
            case SCHEMA_OR_BOOL -> {
                out.bool(1, value.isBoolean() ? value.booleanValue() : true);
                writeSchema(out, 2, field, value);
            }
            case SCHEMA_OR_ARRAY -> {
                writeSchema(out, 1, field, value);
                if (value.isArray()) {
                    value.forEach(item -> writeSchema(out, 2, field, item));
                }
            }
            case SCHEMA_OR_STRINGS -> {
                writeSchema(out, 1, field, value);
                if (value.isArray()) {
                    value.forEach(item -> out.string(2, item.asString("")));
                }
            }
        }
    }

    private void writeSchema(ProtoWriter out, int number, ProtoField owner, JsonNode schema) {
        if (schema.isObject()) {
            MessageType type = types.get(schemaMessage(owner));
            out.message(number, message -> write(message, type, schema));
        }
    }

    /// The message of JSON schemas, which is a neighbour of the types that hold one.
    static String schemaMessage(ProtoField owner) {
        return owner.type().substring(0, owner.type().lastIndexOf('.')) + ".JSONSchemaProps";
    }

    private static Instant instant(JsonNode time) {
        try {
            return OffsetDateTime.parse(time.asString("")).toInstant();
        } catch (DateTimeException e) {
            throw new ProtobufException("time is not RFC 3339", e);
        }
    }
}
