package dev.purser.api.protobuf;

import dev.purser.api.schema.Absence;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads messages into trees. Zero values that JSON leaves out are left out; fields that are not
/// known are skipped.
final class ProtobufDecoder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// Deeper messages are refused; no real object comes close.
    private static final int DEPTH_MAX = 100;

    private final MessageTypes types;

    ProtobufDecoder(MessageTypes types) {
        this.types = types;
    }

    /// Reads the fields of an object into a tree.
    void read(ProtoReader in, MessageType type, ObjectNode target) {
        read(in, type, target, 0);
    }

    private void read(ProtoReader in, MessageType type, ObjectNode target, int depth) {
        if (depth > DEPTH_MAX) {
            throw new ProtobufException("messages are nested too deep");
        }
        Map<Integer, ProtoField> fields = type.byNumber();
        for (int number = in.next(); number != 0; number = in.next()) {
            ProtoField field = fields.get(number);
            if (field == null) {
                in.skip();
            } else if (field.isInline()) {
                read(in.message(), types.inline(field.type(), type), target, depth + 1);
            } else {
                readField(in, field, target, depth);
            }
        }
    }

    private void readField(ProtoReader in, ProtoField field, ObjectNode target, int depth) {
        switch (field.shape()) {
            case SINGLE -> {
                JsonNode value = readValue(in, field, depth);
                if (value != null && !(field.absence() == Absence.DROPPED && isZero(value))) {
                    target.set(field.name(), value);
                }
            }
            case REPEATED -> {
                JsonNode value = readValue(in, field, depth);
                target.withArray("/" + pointer(field.name()))
                        .add(value == null ? NODES.nullNode() : value);
            }
            case MAP -> readEntry(in.message(), field, target, depth);
        }
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue().isEmpty();
            case NUMBER -> value.asDouble(0) == 0;
            case BOOLEAN -> !value.booleanValue();
            case OBJECT, ARRAY, NULL, MISSING, BINARY, POJO -> false;
        };
    }

    private void readEntry(ProtoReader in, ProtoField field, ObjectNode target, int depth) {
        String key = "";
        JsonNode value = null;
        for (int number = in.next(); number != 0; number = in.next()) {
            switch (number) {
                case 1 -> key = in.string();
                case 2 -> value = readValue(in, field, depth);
                default -> in.skip();
            }
        }
        ObjectNode map =
                target.get(field.name()) instanceof ObjectNode known
                        ? known
                        : target.putObject(field.name());
        map.set(key, value == null ? emptyValue(field) : value);
    }

    private static JsonNode emptyValue(ProtoField field) {
        return MessageTypes.isScalar(field.type()) ? NODES.stringNode("") : NODES.objectNode();
    }

    /// @return null for a value that is not there, such as the zero time
    private @Nullable JsonNode readValue(ProtoReader in, ProtoField field, int depth) {
        return switch (field.type()) {
            case "string" -> NODES.stringNode(in.string());
            case "bytes" -> NODES.stringNode(Base64.getEncoder().encodeToString(in.bytes()));
            case "bool" -> NODES.booleanNode(in.number() != 0);
            case "int32" -> NODES.numberNode((int) in.number());
            case "int64" -> integer(in.number());
            case "double" -> NODES.numberNode(in.real());
            default -> readMessage(in.message(), field, depth);
        };
    }

    /// A number in the smallest type that holds it, as the JSON parser makes it.
    private static JsonNode integer(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private @Nullable JsonNode readMessage(ProtoReader in, ProtoField field, int depth) {
        SpecialMessage special = SpecialMessage.of(field.type()).orElse(null);
        if (special == null) {
            ObjectNode object = NODES.objectNode();
            read(in, types.get(field.type()), object, depth + 1);
            return object;
        }
        return switch (special) {
            case QUANTITY -> NODES.stringNode(firstString(in));
            case TIME, MICRO_TIME -> readTime(in, special);
            case INT_OR_STRING -> readIntOrString(in);
            case RAW -> readRaw(in);
            case LIST -> readStrings(in);
            case SCHEMA_OR_BOOL, SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS ->
                    readSchemaOr(in, field, depth);
        };
    }

    private static String firstString(ProtoReader in) {
        String text = "";
        for (int number = in.next(); number != 0; number = in.next()) {
            if (number == 1) {
                text = in.string();
            } else {
                in.skip();
            }
        }
        return text;
    }

    private static @Nullable JsonNode readTime(ProtoReader in, SpecialMessage special) {
        long seconds = 0;
        long nanos = 0;
        boolean empty = true;
        for (int number = in.next(); number != 0; number = in.next()) {
            empty = false;
            switch (number) {
                case 1 -> seconds = in.number();
                case 2 -> nanos = in.number();
                default -> in.skip();
            }
        }
        if (empty) {
            return null;
        }
        try {
            Instant time = Instant.ofEpochSecond(seconds, nanos);
            return NODES.stringNode(
                    special == SpecialMessage.MICRO_TIME
                            ? MICROS.format(time)
                            : time.truncatedTo(ChronoUnit.SECONDS).toString());
        } catch (DateTimeException | ArithmeticException e) {
            throw new ProtobufException("time is out of range", e);
        }
    }

    private static JsonNode readIntOrString(ProtoReader in) {
        long type = 0;
        long number = 0;
        String text = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> type = in.number();
                case 2 -> number = in.number();
                case 3 -> text = in.string();
                default -> in.skip();
            }
        }
        return type == 0 ? NODES.numberNode((int) number) : NODES.stringNode(text);
    }

    private static @Nullable JsonNode readRaw(ProtoReader in) {
        byte[] raw = new byte[0];
        for (int number = in.next(); number != 0; number = in.next()) {
            if (number == 1) {
                raw = in.bytes();
            } else {
                in.skip();
            }
        }
        if (raw.length == 0) {
            return null;
        }
        try {
            return JsonMapper.shared().readTree(raw);
        } catch (JacksonException e) {
            throw new ProtobufException("raw value is not JSON", e);
        }
    }

    private static ArrayNode readStrings(ProtoReader in) {
        ArrayNode list = NODES.arrayNode();
        for (int number = in.next(); number != 0; number = in.next()) {
            if (number == 1) {
                list.add(in.string());
            } else {
                in.skip();
            }
        }
        return list;
    }

    private JsonNode readSchemaOr(ProtoReader in, ProtoField field, int depth) {
        SpecialMessage special = SpecialMessage.of(field.type()).orElseThrow();
        MessageType schemaType = types.get(ProtobufEncoder.schemaMessage(field));
        JsonNode schema = null;
        boolean allowed = false;
        ArrayNode items = NODES.arrayNode();
        for (int number = in.next(); number != 0; number = in.next()) {
            if (special == SpecialMessage.SCHEMA_OR_BOOL && number == 1) {
                allowed = in.number() != 0;
            } else if (special == SpecialMessage.SCHEMA_OR_STRINGS && number == 2) {
                items.add(in.string());
            } else if (number > 2) {
                in.skip();
            } else {
                ObjectNode inner = NODES.objectNode();
                read(in.message(), schemaType, inner, depth + 1);
                if (special == SpecialMessage.SCHEMA_OR_ARRAY && number == 2) {
                    items.add(inner);
                } else {
                    schema = inner;
                }
            }
        }
        if (schema != null) {
            return schema;
        }
        return special == SpecialMessage.SCHEMA_OR_BOOL ? NODES.booleanNode(allowed) : items;
    }
}
