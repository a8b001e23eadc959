package dev.purser.api.kind.apiextensions;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.SchemaPath;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the fields that selectors may name.
final class SelectableValidation {
    private static final int MAX = 8;
    private static final Set<String> TYPES = Set.of("string", "boolean", "integer");

    private SelectableValidation() {}

    static void validate(SharedParts.Part part, Optional<ObjectNode> schema, FieldErrors errors) {
        if (schema.isEmpty()) {
            errors.invalid(
                    part.path(),
                    "",
                    part.path().startsWith("spec.versions")
                            ? "may only be set when `version.schema.openAPIV3Schema` is not"
                                    + " included"
                            : "may only be set when validations.schema is included");
            return;
        }
        JsonSchema read = JsonSchema.read(schema.get());
        Set<List<String>> seen = new HashSet<>();
        int index = 0;
        for (JsonNode field : part.value()) {
            String place = "%s[%d].jsonPath".formatted(part.path(), index);
            validate(Trees.text(field, "jsonPath"), read, place, seen, errors);
            index++;
        }
        if (seen.size() > MAX) {
            errors.tooMany(part.path(), seen.size(), MAX);
        }
    }

    private static void validate(
            String text,
            JsonSchema schema,
            String place,
            Set<List<String>> seen,
            FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(place, "");
            return;
        }
        switch (SchemaPath.read(text, schema, SchemaPath.Brackets.REFUSED)) {
            case SchemaPath.Wrong(String why) ->
                    errors.invalid(place, text, "is an invalid path: " + why);
            case SchemaPath.Field(SchemaPath path) -> {
                if (!path.names().isEmpty() && path.names().getFirst().equals("metadata")) {
                    errors.invalid(place, text, "must not point to fields in metadata");
                }
                if (!TYPES.contains(path.found().type())) {
                    errors.invalid(
                            place,
                            text,
                            "must point to a field of type string, boolean or integer. Enum string"
                                    + " fields and strings with formats are allowed.");
                }
                if (!seen.add(path.names())) {
                    errors.duplicate(place, text);
                }
            }
        }
    }
}
