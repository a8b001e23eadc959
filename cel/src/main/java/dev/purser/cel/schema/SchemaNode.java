package dev.purser.cel.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One level of a structural OpenAPI v3 schema, read once. Immutable.
public final class SchemaNode {
    /// What `metadata.name` may have: a DNS subdomain.
    private static final long NAME_MAX = 253;

    private final ObjectNode json;
    private final Map<String, SchemaNode> properties = new LinkedHashMap<>();
    private final @Nullable SchemaNode items;
    private final @Nullable SchemaNode additional;

    private SchemaNode(ObjectNode json) {
        this.json = json;
        if (json.get("properties") instanceof ObjectNode members) {
            members.properties()
                    .forEach(member -> {
                        if (member.getValue() instanceof ObjectNode schema) {
                            properties.put(member.getKey(), new SchemaNode(schema));
                        }
                    });
        }
        this.items = child("items");
        this.additional = child("additionalProperties");
    }

    private @Nullable SchemaNode child(String member) {
        return json.get(member) instanceof ObjectNode schema ? new SchemaNode(schema) : null;
    }

    /// A schema; the tree must not change afterwards.
    public static SchemaNode of(ObjectNode json) {
        return new SchemaNode(json);
    }

    /// The schema as it was written.
    public ObjectNode json() {
        return json;
    }

    public String type() {
        return json.path("type").asString("");
    }

    public String format() {
        return json.path("format").asString("");
    }

    public Map<String, SchemaNode> properties() {
        return properties;
    }

    /// Whether the schema names properties, even none.
    public boolean hasProperties() {
        return json.get("properties") instanceof ObjectNode;
    }

    public Optional<SchemaNode> items() {
        return Optional.ofNullable(items);
    }

    /// The schema of all members of a map.
    public Optional<SchemaNode> additionalProperties() {
        return Optional.ofNullable(additional);
    }

    public boolean isIntOrString() {
        return json.path("x-kubernetes-int-or-string").asBoolean(false);
    }

    public boolean isEmbeddedResource() {
        return json.path("x-kubernetes-embedded-resource").asBoolean(false);
    }

    public boolean preservesUnknownFields() {
        return json.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
    }

    public boolean isNullable() {
        return json.path("nullable").asBoolean(false);
    }

    public boolean hasDefault() {
        return json.has("default");
    }

    /// `atomic`, `set`, `map` or empty.
    public String listType() {
        return json.path("x-kubernetes-list-type").asString("");
    }

    public List<String> listMapKeys() {
        return json.path("x-kubernetes-list-map-keys")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    public Set<String> required() {
        return json.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    public List<JsonNode> enumeration() {
        return json.path("enum").valueStream().toList();
    }

    /// A limit such as `maxItems`; one below 0 counts as 0.
    public OptionalLong limit(String keyword) {
        JsonNode value = json.path(keyword);
        return value.isNumber()
                ? OptionalLong.of(Math.max(0, value.asLong()))
                : OptionalLong.empty();
    }

    /// What all objects have, whether their schema says so or not: `apiVersion`, `kind`,
    /// `metadata.name` and `metadata.generateName`.
    public SchemaNode withTypeAndObjectMeta() {
        ObjectNode whole = json.deepCopy();
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        if (json.get("properties") instanceof ObjectNode given) {
            members.setAll(given);
        }
        JsonNode metadata = members.path("metadata").path("properties");
        if (isText(members, "kind")
                && isText(members, "apiVersion")
                && isText(metadata, "name")
                && isText(metadata, "generateName")) {
            return this;
        }
        ObjectNode meta = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode names = meta.putObject("properties");
        names.set("name", shortText(metadata.path("name"), NAME_MAX));
        names.set("generateName", shortText(metadata.path("generateName"), NAME_MAX - 1));
        members.set("kind", JsonNodeFactory.instance.objectNode().put("type", "string"));
        members.set("apiVersion", JsonNodeFactory.instance.objectNode().put("type", "string"));
        members.set("metadata", meta);
        whole.set("properties", members);
        return new SchemaNode(whole);
    }

    private static boolean isText(JsonNode properties, String name) {
        return properties.path(name).path("type").asString("").equals("string");
    }

    private static ObjectNode shortText(JsonNode given, long max) {
        JsonNode length = given.path("maxLength");
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("maxLength", length.isNumber() ? Math.min(max, length.asLong()) : max);
    }
}
