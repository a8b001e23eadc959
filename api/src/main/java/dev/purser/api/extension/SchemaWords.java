package dev.purser.api.extension;

import dev.purser.api.extension.JsonSchema.Presence;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks the words of a schema, one node after the other: those that Kubernetes does not know, and
/// those that do not go together.
final class SchemaWords {
    private static final List<String> TYPES =
            List.of("array", "boolean", "integer", "number", "object", "string");
    private static final Set<String> META = Set.of("metadata", "kind", "apiVersion");

    private final FieldErrors errors;

    SchemaWords(FieldErrors errors) {
        this.errors = errors;
    }

    /// What depends on where a node stands.
    ///
    /// @param noDefaults why there may be no default; empty when there may
    /// @param inMeta whether the node is about metadata, which has no objects of its own
    private record Context(String noDefaults, boolean inMeta, boolean root) {
        Context below() {
            return new Context(noDefaults, inMeta, false);
        }
    }

    /// Checks a whole schema.
    void check(JsonSchema schema, String path) {
        node(schema, path, new Context("", false, true));
    }

    private void node(JsonSchema schema, String path, Context context) {
        words(schema, path, context);
        if (schema.limits().uniqueItems()) {
            errors.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes"
                            + " quadratic");
        }
        children(schema, path, context);
        if (schema.traits().preserveUnknownFields() == Presence.FALSE) {
            errors.invalidShown(
                    path + ".x-kubernetes-preserve-unknown-fields",
                    "false",
                    "must be true or undefined");
        }
        mapType(schema, path);
        new ListWords(errors).check(schema, path);
    }

    private void children(JsonSchema schema, String path, Context context) {
        additional(schema, path, context);
        for (Map.Entry<String, JsonSchema> property : schema.structure().properties().entrySet()) {
            String name = property.getKey();
            node(
                    property.getValue(),
                    StructuralCheck.property(path, name),
                    ofProperty(schema, name, context));
        }
        Context below = context.below();
        JsonSchema not = schema.junctors().not();
        if (not != null) {
            node(not, path + ".not", below);
        }
        each(schema.junctors().allOf(), path + ".allOf", below);
        each(schema.junctors().oneOf(), path + ".oneOf", below);
        each(schema.junctors().anyOf(), path + ".anyOf", below);
        schema.items().ifPresent(items -> node(items, path + ".items", below));
        each(schema.structure().itemsByPlace(), path + ".items", below);
    }

    private void each(List<JsonSchema> schemas, String path, Context context) {
        for (int i = 0; i < schemas.size(); i++) {
            node(schemas.get(i), "%s[%d]".formatted(path, i), context);
        }
    }

    private void additional(JsonSchema schema, String path, Context context) {
        Structure structure = schema.structure();
        if (structure.others() == Structure.Others.UNSPECIFIED) {
            return;
        }
        String place = path + ".additionalProperties";
        boolean restricts =
                structure.others() == Structure.Others.FORBIDDEN || structure.additional() != null;
        if (!structure.properties().isEmpty() && restricts) {
            errors.forbidden(place, "additionalProperties and properties are mutual exclusive");
        }
        schema.additional()
                .ifPresent(values ->
                        node(
                                values,
                                place,
                                context.inMeta()
                                        ? new Context(
                                                "inside additionalProperties applying to object"
                                                        + " metadata",
                                                true,
                                                false)
                                        : context.below()));
    }

    private static Context ofProperty(JsonSchema owner, String name, Context context) {
        boolean meta = (context.root() || owner.traits().embeddedResource()) && META.contains(name);
        if (!meta) {
            return context.below();
        }
        return new Context(
                context.root() ? "in top-level " + name : context.noDefaults(), true, false);
    }

    private void words(JsonSchema schema, String path, Context context) {
        String type = schema.type();
        if (!type.isEmpty() && !TYPES.contains(type)) {
            errors.notSupported(path + ".type", type, TYPES);
        }
        if (schema.defaultValue().isPresent() && !context.noDefaults().isEmpty()) {
            errors.forbidden(path + ".default", "must not be set " + context.noDefaults());
        }
        forbid(schema, "id", path, "id is not supported");
        forbid(schema, "additionalItems", path, "additionalItems is not supported");
        forbidIfAny(schema, "patternProperties", path);
        forbidIfAny(schema, "definitions", path);
        forbidIfAny(schema, "dependencies", path);
        forbid(schema, "$ref", path, "$ref is not supported");
        if (type.equals("null")) {
            errors.forbidden(
                    path + ".type", "type cannot be set to null, use nullable as an alternative");
        }
        if (!schema.structure().itemsByPlace().isEmpty()) {
            errors.forbidden(path + ".items", "items must be a schema object and not an array");
        }
        if (context.inMeta() && schema.traits().embeddedResource()) {
            errors.forbidden(
                    path + ".x-kubernetes-embedded-resource",
                    "must not be used inside of resource meta");
        }
    }

    private void forbid(JsonSchema schema, String word, String path, String why) {
        JsonNode value = schema.raw().path(word);
        if (!value.isMissingNode() && !value.isNull() && !value.asString("x").isEmpty()) {
            errors.forbidden(path + "." + word, why);
        }
    }

    private void forbidIfAny(JsonSchema schema, String word, String path) {
        if (!schema.raw().path(word).isEmpty()) {
            errors.forbidden(path + "." + word, word + " is not supported");
        }
    }

    private void mapType(JsonSchema schema, String path) {
        String mapType = schema.traits().mapType();
        if (!schema.raw().hasNonNull("x-kubernetes-map-type")) {
            return;
        }
        if (!schema.type().equals(JsonSchema.OBJECT)) {
            wrongType(schema, path, "must be object if x-kubernetes-map-type is specified", errors);
        }
        if (!mapType.equals("atomic") && !mapType.equals("granular")) {
            errors.notSupported(
                    path + ".x-kubernetes-map-type", mapType, List.of("atomic", "granular"));
        }
    }

    static void wrongType(JsonSchema schema, String path, String why, FieldErrors errors) {
        if (schema.type().isEmpty()) {
            errors.required(path + ".type", why);
        } else {
            errors.invalid(path + ".type", schema.type(), why);
        }
    }
}
