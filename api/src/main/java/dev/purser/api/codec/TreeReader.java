package dev.purser.api.codec;

import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a struct from JSON tokens into its canonical tree: known fields only, in the order of the
/// schema, zero values as Go's types keep them, maps sorted.
///
/// The parser stands at a value's first token and is left at its last. Not thread-safe.
final class TreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Findings findings;
    private final ScalarReader scalars;
    private final Zeros.Empty empty;

    TreeReader(Findings findings, Zeros.Empty empty) {
        this.findings = findings;
        this.empty = empty;
        this.scalars = new ScalarReader(findings);
    }

    /// Reads a whole object; an explicit null is one without fields.
    ObjectNode read(JsonParser parser, ObjectSchema schema) {
        return read(parser, schema, Place.root(schema.simpleName()));
    }

    /// Reads a struct that is a part of something.
    ObjectNode read(JsonParser parser, ObjectSchema schema, Place place) {
        String goType = goType(schema);
        return value(parser, schema, place, goType) instanceof ObjectNode object
                ? object
                : Zeros.struct(schema, Map.of());
    }

    /// The value, null where null was given, missing where it had the wrong type.
    private JsonNode value(JsonParser parser, Schema schema, Place place, String goType) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return NullNode.getInstance();
        }
        return switch (schema) {
            case ScalarSchema scalar -> scalars.read(parser, scalar, place, goType);
            case ObjectSchema object -> struct(parser, object, place, goType);
            case MapSchema map -> map(parser, map, place, goType);
            case ListSchema list -> list(parser, list, place, goType);
        };
    }

    private JsonNode struct(JsonParser parser, ObjectSchema schema, Place place, String goType) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return mismatch(parser, place, goType);
        }
        Map<String, JsonNode> values = new HashMap<>();
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            Optional<Field> field = schema.field(name);
            String embedded = field.map(known -> known.go().embedded()).orElse("");
            Place fieldPlace = place.field(schema.simpleName(), embedded, name);
            if (field.isEmpty()) {
                findings.unknownField(fieldPlace);
                parser.skipChildren();
                continue;
            }
            JsonNode value =
                    value(parser, field.get().schema(), fieldPlace, field.get().go().type());
            if (values.put(name, value) != null) {
                findings.duplicateField(fieldPlace);
            }
        }
        values.values().removeIf(JsonNode::isMissingNode);
        return Zeros.struct(schema, values, empty);
    }

    private JsonNode map(JsonParser parser, MapSchema schema, Place place, String goType) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return mismatch(parser, place, goType);
        }
        String valueType = valueType(goType, schema.values());
        Map<String, JsonNode> values = new TreeMap<>();
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            Place valuePlace = place.key(name);
            JsonNode value = value(parser, schema.values(), valuePlace, valueType);
            if (values.put(name, present(value, schema.values())) != null) {
                findings.duplicateField(valuePlace);
            }
        }
        return NODES.objectNode().setAll(values);
    }

    private JsonNode list(JsonParser parser, ListSchema schema, Place place, String goType) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return mismatch(parser, place, goType);
        }
        String itemType = itemType(goType, schema.items());
        ArrayNode items = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode item = value(parser, schema.items(), place.index(items.size()), itemType);
            items.add(present(item, schema.items()));
        }
        return items;
    }

    /// Members and items are never pointers: null is the zero value.
    private static JsonNode present(JsonNode value, Schema schema) {
        return value.isNull() || value.isMissingNode() ? Zeros.of(schema) : value;
    }

    private JsonNode mismatch(JsonParser parser, Place place, String goType) {
        findings.mismatch(place, ScalarReader.kind(parser.currentToken()), goType);
        parser.skipChildren();
        return MissingNode.getInstance();
    }

    private static String itemType(String goType, Schema items) {
        return goType.startsWith("[]") ? goType.substring(2) : goType(items);
    }

    private static String valueType(String goType, Schema values) {
        return goType.startsWith("map[")
                ? goType.substring(goType.indexOf(']') + 1)
                : goType(values);
    }

    /// The type's name where a named list or map type hides it.
    private static String goType(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> {
                String name = object.name();
                int type = name.lastIndexOf('.');
                yield name.substring(name.lastIndexOf('.', type - 1) + 1);
            }
            case MapSchema map -> "map[string]" + goType(map.values());
            case ListSchema list -> "[]" + goType(list.items());
            case ScalarSchema scalar ->
                    switch (scalar) {
                        case STRING -> "string";
                        case BYTES -> "[]uint8";
                        case INT32 -> "int32";
                        case INT64 -> "int64";
                        case DOUBLE -> "float64";
                        case BOOLEAN -> "bool";
                        case QUANTITY -> "resource.Quantity";
                        case TIME -> "v1.Time";
                        case MICRO_TIME -> "v1.MicroTime";
                        case INT_OR_STRING -> "intstr.IntOrString";
                        case ANY, ANY_OBJECT, DEDUCED -> "interface {}";
                    };
        };
    }
}
