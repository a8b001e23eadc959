package dev.purser.api.extension;

import dev.purser.api.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Publishes the schemas of custom resources in OpenAPI, with what all objects have in common.
public final class PublishedSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String REF = "#/components/schemas/";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    private final Dialect dialect;

    private PublishedSchema(Dialect dialect) {
        this.dialect = dialect;
    }

    /// For which version of OpenAPI. Clients of version 2 cannot deal with all of a schema, so that
    /// it says less there.
    public enum Dialect {
        V2,
        V3
    }

    /// The name of a kind's schema: `com.example.toys.v1.Widget`.
    public static String name(GroupVersionKind kind) {
        List<String> parts = new ArrayList<>(List.of(kind.group().split("\\.", -1)));
        Collections.reverse(parts);
        return "%s.%s.%s".formatted(String.join(".", parts), kind.version(), kind.kind());
    }

    /// The schema of a kind's objects.
    ///
    /// @param schema null when the definition has none
    public static ObjectNode object(
            GroupVersionKind kind, @Nullable JsonSchema schema, Dialect dialect) {
        ObjectNode result = NODES.objectNode();
        boolean open = dialect == Dialect.V2 && schema != null && schema.preservesUnknownFields();
        if (schema == null || open) {
            result.put("type", "object");
        } else {
            result = new PublishedSchema(dialect).node(schema.raw().deepCopy());
            ObjectNode properties = ensure(result, "properties");
            addMeta(properties);
        }
        addKind(result, kind);
        return result;
    }

    /// The schema of a kind's lists.
    public static ObjectNode list(GroupVersionKind kind, String listKind) {
        ObjectNode result = NODES.objectNode();
        result.put("description", "%s is a list of %s".formatted(listKind, kind.kind()));
        result.put("type", "object").putArray("required").add("items");
        ObjectNode properties = result.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        ObjectNode items = properties.putObject("items");
        items.put("type", "array").putObject("items").put("$ref", REF + name(kind));
        properties.putObject("kind").put("type", "string");
        reference(properties.putObject("metadata"), META + "ListMeta");
        addKind(result, new GroupVersionKind(kind.group(), kind.version(), listKind));
        return result;
    }

    private static void addKind(ObjectNode schema, GroupVersionKind kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
    }

    private static void reference(ObjectNode schema, String name) {
        schema.putArray("allOf").addObject().put("$ref", REF + name);
    }

    private static void addMeta(ObjectNode properties) {
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        reference(properties.putObject("metadata"), META + "ObjectMeta");
    }

    private static ObjectNode ensure(ObjectNode schema, String field) {
        return schema.get(field) instanceof ObjectNode object ? object : schema.putObject(field);
    }

    /// A schema and all below it, as this dialect publishes it.
    private ObjectNode node(ObjectNode schema) {
        if (dialect == Dialect.V2) {
            simplify(schema);
        } else {
            unfold(schema);
        }
        if (schema.get("properties") instanceof ObjectNode properties) {
            for (Map.Entry<String, JsonNode> property : properties.properties()) {
                if (property.getValue() instanceof ObjectNode below) {
                    node(below);
                }
            }
        }
        for (String field : List.of("items", "additionalProperties")) {
            if (schema.get(field) instanceof ObjectNode below) {
                node(below);
            }
        }
        boolean preserves = schema.path(PRESERVE).asBoolean(false);
        boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean(false);
        if (embedded && !(preserves && dialect == Dialect.V2)) {
            addMeta(ensure(schema, "properties"));
            require(schema, "kind");
            require(schema, "apiVersion");
        }
        return schema;
    }

    private static void require(ObjectNode schema, String name) {
        ArrayNode required =
                schema.get("required") instanceof ArrayNode list
                        ? list
                        : schema.putArray("required");
        for (JsonNode item : required) {
            if (item.asString("").equals(name)) {
                return;
            }
        }
        required.add(name);
    }

    /// Says what an integer or string is in words that every client knows.
    private static void unfold(ObjectNode schema) {
        boolean either = schema.path("x-kubernetes-int-or-string").asBoolean(false);
        if (either && schema.path("anyOf").isEmpty() && schema.path("allOf").isEmpty()) {
            ArrayNode anyOf = schema.putArray("anyOf");
            anyOf.addObject().put("type", "integer");
            anyOf.addObject().put("type", "string");
        }
    }

    private static void simplify(ObjectNode schema) {
        schema.remove(List.of("allOf", "anyOf", "oneOf", "not"));
        if (schema.path("nullable").asBoolean(false)) {
            schema.remove(List.of("type", "nullable", "items", "properties"));
        }
        boolean preserves = schema.path(PRESERVE).asBoolean(false);
        if (preserves) {
            schema.remove(List.of("items", "properties"));
        }
        String type = schema.path("type").asString("");
        boolean bareList = type.equals("array") && !schema.has("items");
        if (bareList || (preserves && type.equals("object"))) {
            schema.remove("type");
        }
        removeNullable(schema);
    }

    /// What may be null cannot be required.
    private static void removeNullable(ObjectNode schema) {
        if (!(schema.get("required") instanceof ArrayNode required)) {
            return;
        }
        ArrayNode left = NODES.arrayNode();
        for (JsonNode name : required) {
            JsonNode property = schema.path("properties").path(name.asString(""));
            if (!property.path("nullable").asBoolean(false)) {
                left.add(name);
            }
        }
        if (left.isEmpty()) {
            schema.remove("required");
        } else {
            schema.set("required", left);
        }
    }
}
