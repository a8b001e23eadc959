package dev.purser.api.codec;

import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import dev.purser.api.schema.Schemas;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows parts of objects as Kubernetes' internal structs, which some of its messages do: all
/// fields, by their names in Go, with nulls and zero values. Immutable and thread-safe.
public final class GoForm {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> EMBEDDED = Set.of("kind", "apiVersion", "metadata");

    private final Schemas schemas;
    private final JsonWriter writer = new JsonWriter();

    public GoForm(Schemas schemas) {
        this.schemas = schemas;
    }

    /// A struct on one line: `{"Kind":"Role","Name":"r"}`.
    ///
    /// @param type the full name of the struct's schema
    public String compact(JsonNode struct, String type) {
        return writer.text(tree(struct, type));
    }

    /// A struct with a line a field, indented by one space a level.
    public String indented(JsonNode struct, String type) {
        StringBuilder text = new StringBuilder();
        indent(tree(struct, type), "\n", text);
        return text.append('\n').toString();
    }

    private JsonNode tree(JsonNode struct, String type) {
        ObjectSchema schema =
                schemas.find(type)
                        .orElseThrow(() -> new IllegalArgumentException("no schema " + type));
        return value(struct, schema);
    }

    private static JsonNode value(JsonNode value, Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> isShared(object) ? value : struct(value, object);
            case MapSchema map -> {
                ObjectNode result = NODES.objectNode();
                value.properties()
                        .forEach(member ->
                                result.set(
                                        member.getKey(), value(member.getValue(), map.values())));
                yield result;
            }
            case ListSchema list -> {
                ArrayNode result = NODES.arrayNode();
                value.forEach(item -> result.add(value(item, list.items())));
                yield result;
            }
            case ScalarSchema scalar -> value;
        };
    }

    /// The types that all APIs share have no other form than the one in JSON.
    private static boolean isShared(ObjectSchema schema) {
        return schema.name().startsWith("io.k8s.apimachinery.");
    }

    private static ObjectNode struct(JsonNode value, ObjectSchema schema) {
        ObjectNode result = NODES.objectNode();
        boolean isObject = schema.field("metadata").isPresent();
        for (Field field : schema.fields()) {
            JsonNode given = value.path(field.name());
            if (isObject && EMBEDDED.contains(field.name())) {
                // Metadata keeps its form in JSON; what kind it is an object knows otherwise.
                given.properties()
                        .forEach(member -> result.set(member.getKey(), member.getValue()));
                continue;
            }
            boolean isAbsent = given.isMissingNode() || given.isNull();
            result.set(field.go().name(), isAbsent ? zero(field) : value(given, field.schema()));
        }
        return result;
    }

    private static JsonNode zero(Field field) {
        boolean isPointer =
                field.absence() == Absence.KEPT || field.absence() == Absence.WRITTEN_AS_NULL;
        if (isPointer || field.schema() == ScalarSchema.BYTES) {
            return NullNode.getInstance();
        }
        return field.schema() instanceof ObjectSchema object
                ? struct(NODES.objectNode(), object)
                : Zeros.of(field.schema());
    }

    private void indent(JsonNode node, String lineBreak, StringBuilder text) {
        if (!node.isContainer() || node.isEmpty()) {
            text.append(writer.text(node));
            return;
        }
        String inner = lineBreak + " ";
        String separator = "";
        text.append(node.isObject() ? '{' : '[');
        if (node.isObject()) {
            for (var member : node.properties()) {
                text.append(separator).append(inner);
                text.append(writer.text(NODES.stringNode(member.getKey()))).append(": ");
                indent(member.getValue(), inner, text);
                separator = ",";
            }
        } else {
            for (JsonNode item : node) {
                text.append(separator).append(inner);
                indent(item, inner, text);
                separator = ",";
            }
        }
        text.append(lineBreak).append(node.isObject() ? '}' : ']');
    }
}
