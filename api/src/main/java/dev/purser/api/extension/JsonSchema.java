package dev.purser.api.extension;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A schema, or a part of one, as a CustomResourceDefinition writes it (`JSONSchemaProps`).
/// Immutable and thread-safe.
///
/// @param raw what it was read from; shared, not to be changed
/// @param limits what a value must keep to
/// @param structure what a value is made of
/// @param traits Kubernetes' own words about a value
/// @param junctors further schemas for the same value
public record JsonSchema(
        ObjectNode raw, Limits limits, Structure structure, Traits traits, Junctors junctors) {
    static final String ARRAY = "array";
    static final String OBJECT = "object";

    /// Kubernetes' extensions that say how a value is kept.
    ///
    /// @param listType `atomic`, `set` or `map`; empty when nothing is said
    /// @param mapType `atomic` or `granular`; empty when nothing is said
    public record Traits(
            Presence preserveUnknownFields,
            boolean embeddedResource,
            boolean intOrString,
            String listType,
            List<String> listMapKeys,
            String mapType) {}

    /// Whether an optional flag is there, and what it says.
    public enum Presence {
        ABSENT,
        FALSE,
        TRUE
    }

    /// Further schemas that a value has to match, by how many of them.
    public record Junctors(
            List<JsonSchema> allOf,
            List<JsonSchema> anyOf,
            List<JsonSchema> oneOf,
            @Nullable JsonSchema not) {}

    /// Reads a schema.
    public static JsonSchema read(JsonNode schema) {
        return JsonSchemaReader.read(schema);
    }

    /// The schema of an object about which nothing is known.
    public static JsonSchema empty() {
        return read(tools.jackson.databind.node.JsonNodeFactory.instance.objectNode());
    }

    /// `object`, `array`, `string`, `integer`, `number`, `boolean`; empty for any.
    public String type() {
        return limits.type();
    }

    public boolean nullable() {
        return limits.nullable();
    }

    /// What an absent value is; empty when there is no default.
    public Optional<JsonNode> defaultValue() {
        JsonNode value = raw.get("default");
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    public boolean preservesUnknownFields() {
        return traits.preserveUnknownFields() == Presence.TRUE;
    }

    /// The schema of a property; empty for one that is not named.
    public Optional<JsonSchema> property(String name) {
        return Optional.ofNullable(structure.properties().get(name));
    }

    public Optional<JsonSchema> items() {
        return Optional.ofNullable(structure.items());
    }

    /// The schema of the values of a map; empty when there is none.
    public Optional<JsonSchema> additional() {
        return Optional.ofNullable(structure.additional());
    }

    /// The rules that this schema itself states.
    public List<JsonNode> rules() {
        return raw.path("x-kubernetes-validations").valueStream().toList();
    }

    /// Visits this schema and all below it, those of alternatives too.
    public void forEachPart(Consumer<JsonSchema> visitor) {
        visitor.accept(this);
        items().ifPresent(items -> items.forEachPart(visitor));
        structure.itemsByPlace().forEach(item -> item.forEachPart(visitor));
        junctors.allOf().forEach(part -> part.forEachPart(visitor));
        junctors.anyOf().forEach(part -> part.forEachPart(visitor));
        junctors.oneOf().forEach(part -> part.forEachPart(visitor));
        JsonSchema not = junctors.not();
        if (not != null) {
            not.forEachPart(visitor);
        }
        structure.properties().values().forEach(property -> property.forEachPart(visitor));
        additional().ifPresent(values -> values.forEachPart(visitor));
    }

    /// Whether its format is one that is ignored.
    public boolean hasUnknownFormat() {
        return !limits.format().isEmpty() && new TypeCheck(this, "").format().isEmpty();
    }

    /// Whether this schema or one below it states rules.
    public boolean hasRules() {
        return !raw.path("x-kubernetes-validations").isEmpty()
                || items().filter(JsonSchema::hasRules).isPresent()
                || additional().filter(JsonSchema::hasRules).isPresent()
                || structure.properties().values().stream().anyMatch(JsonSchema::hasRules);
    }

    /// The schema of a member, be it named or not.
    public Optional<JsonSchema> member(String name) {
        JsonSchema named = structure.properties().get(name);
        return named != null ? Optional.of(named) : additional();
    }
}
