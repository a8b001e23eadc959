package dev.purser.api.extension;

import dev.purser.api.codec.StructReader;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks the schema of a CustomResourceDefinition as a whole. Thread-safe.
public final class SchemaDefinitionCheck {
    /// What may stand beside `properties` at the root when the status has a URL of its own, because
    /// its part of the schema is then used by itself.
    private static final List<String> ALLOWED_AT_ROOT =
            List.of(
                    "Description",
                    "Type",
                    "Format",
                    "Title",
                    "Maximum",
                    "ExclusiveMaximum",
                    "Minimum",
                    "ExclusiveMinimum",
                    "MaxLength",
                    "MinLength",
                    "Pattern",
                    "MaxItems",
                    "MinItems",
                    "UniqueItems",
                    "MultipleOf",
                    "Required",
                    "Items",
                    "Properties",
                    "ExternalDocs",
                    "Example",
                    "XPreserveUnknownFields",
                    "XValidations");

    private static final Set<String> FORBIDDEN_AT_ROOT =
            Set.of(
                    "id",
                    "$schema",
                    "$ref",
                    "nullable",
                    "default",
                    "enum",
                    "maxProperties",
                    "minProperties",
                    "allOf",
                    "oneOf",
                    "anyOf",
                    "not",
                    "additionalProperties",
                    "patternProperties",
                    "dependencies",
                    "additionalItems",
                    "definitions",
                    "x-kubernetes-embedded-resource",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-list-type",
                    "x-kubernetes-map-type");

    private final StructReader metadata;
    private final RuleEngine engine;

    /// @param metadata reads an `ObjectMeta`
    public SchemaDefinitionCheck(StructReader metadata, RuleEngine engine) {
        this.metadata = metadata;
        this.engine = engine;
    }

    /// Whether the status of the objects has a URL of its own.
    public enum Status {
        SEPARATE,
        WITHIN
    }

    /// Checks a schema.
    ///
    /// @param path of the schema: `spec.validation.openAPIV3Schema`
    public void check(JsonSchema schema, Status status, String path, FieldErrors errors) {
        FieldErrors found = new FieldErrors();
        if (status == Status.SEPARATE) {
            checkRoot(schema, path, found);
        }
        if (schema.nullable()) {
            found.forbidden(path + ".nullable", "nullable cannot be true at the root");
        }
        Optional<String> unreadable = UnsupportedWords.first(schema);
        boolean structural = unreadable.isEmpty() && checkStructure(schema, path, found);
        FieldErrors words = new FieldErrors();
        new SchemaWords(words).check(schema, path);
        words.list().forEach(found::add);
        if (structural && words.isEmpty() && schema.hasRules()) {
            engine.check(schema, path, found);
        }
        if (found.isEmpty() && unreadable.isPresent()) {
            found.invalid(path, "", unreadable.get());
        }
        found.list().forEach(errors::add);
    }

    /// Whether the schema is structural and its defaults are right.
    private boolean checkStructure(JsonSchema schema, String path, FieldErrors errors) {
        List<FieldError> wrong = StructuralCheck.errors(schema, path);
        if (wrong.isEmpty()) {
            FieldErrors defaults = new FieldErrors();
            new DefaultsCheck(metadata, engine).check(schema, path, defaults);
            wrong = defaults.list();
        }
        wrong.forEach(errors::add);
        return wrong.isEmpty();
    }

    private static void checkRoot(JsonSchema schema, String path, FieldErrors errors) {
        if (!schema.type().isEmpty() && !schema.type().equals(JsonSchema.OBJECT)) {
            errors.invalid(
                    path + ".type",
                    schema.type(),
                    "only \"object\" is allowed as the type at the root of the schema if the status"
                            + " subresource is enabled");
            return;
        }
        for (String word : FORBIDDEN_AT_ROOT) {
            if (isSet(schema.raw().path(word))) {
                errors.invalid(
                        path,
                        schema.raw(),
                        "only [%s] fields are allowed at the root of the schema if the status"
                                        .formatted(String.join(" ", ALLOWED_AT_ROOT))
                                + " subresource is enabled");
                return;
            }
        }
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.booleanValue();
            case STRING -> !value.stringValue().isEmpty();
            case ARRAY -> !value.isEmpty();
            default -> true;
        };
    }
}
