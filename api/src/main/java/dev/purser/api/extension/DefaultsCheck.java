package dev.purser.api.extension;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.StructReader;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks that the defaults of a schema are values that the schema itself would take.
///
/// @param engine evaluates the rules on them
record DefaultsCheck(StructReader metadata, RuleEngine engine) {
    private static final Set<String> META = Set.of("metadata", "apiVersion", "kind");

    /// Checks all defaults of a structural schema.
    void check(JsonSchema schema, String path, FieldErrors errors) {
        node(schema, path, errors);
    }

    private void node(JsonSchema schema, String path, FieldErrors errors) {
        schema.defaultValue()
                .ifPresent(value -> value(Untyped.read(value), schema, path + ".default", errors));
        // Defaults below additionalProperties are forbidden where they could not be told apart.
        schema.items().ifPresent(items -> node(items, path + ".items", errors));
        for (Map.Entry<String, JsonSchema> property : schema.structure().properties().entrySet()) {
            String name = property.getKey();
            String place = StructuralCheck.property(path, name);
            if (schema.traits().embeddedResource() && META.contains(name)) {
                meta(property.getValue(), place, errors);
            } else {
                node(property.getValue(), place, errors);
            }
        }
    }

    /// Defaults inside of metadata must only have the right types.
    private void meta(JsonSchema schema, String path, FieldErrors errors) {
        schema.defaultValue()
                .ifPresent(value ->
                        SchemaValidation.validate(
                                Untyped.read(value), schema, path + ".default", errors));
        schema.structure()
                .properties()
                .forEach((name, property) ->
                        meta(property, StructuralCheck.property(path, name), errors));
    }

    private void value(JsonNode value, JsonSchema schema, String path, FieldErrors errors) {
        JsonNode pruned = value.deepCopy();
        if (schema.traits().embeddedResource() && pruned instanceof ObjectNode object) {
            Pruning.pruneObject(object, schema);
        } else {
            Pruning.pruneValue(pruned, schema);
        }
        if (!pruned.equals(value)) {
            errors.invalid(path, value, "must not have unknown fields");
        }
        EmbeddedObjects embedded = new EmbeddedObjects(metadata);
        FieldErrors found = new FieldErrors();
        try {
            embedded.coerce(value, schema, path);
        } catch (DecodingException e) {
            found.add(new FieldError(FieldError.Type.INVALID, path, e.getMessage()));
        }
        if (found.isEmpty()) {
            embedded.validate(value, schema, path, found);
        }
        if (found.isEmpty()) {
            SchemaValidation.validate(value, schema, path, found);
        }
        if (found.isEmpty() && schema.hasRules()) {
            FieldErrors broken = new FieldErrors();
            engine.compile(schema).validate(value, MissingNode.getInstance(), broken);
            for (FieldError error : broken.list()) {
                String field =
                        error.field().equals(SchemaValidation.ROOT)
                                ? path
                                : path + "." + error.field();
                found.add(new FieldError(error.type(), field, error.detail()));
            }
        }
        found.list().forEach(errors::add);
    }
}
