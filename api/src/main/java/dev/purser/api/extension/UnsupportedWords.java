package dev.purser.api.extension;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the first word that keeps a schema from being read as a structural one.
final class UnsupportedWords {
    private UnsupportedWords() {}

    /// Kubernetes' sentence about it; empty when the schema can be read.
    static Optional<String> first(JsonSchema schema) {
        for (String word : new String[] {"id", "schema", "$schema", "$ref"}) {
            if (!schema.raw().path(word).asString("").isEmpty()) {
                return unsupported(word.equals("$schema") ? "schema" : word);
            }
        }
        for (String word : new String[] {"patternProperties", "dependencies", "definitions"}) {
            if (!schema.raw().path(word).isEmpty()) {
                return unsupported(word);
            }
        }
        JsonNode items = schema.raw().path("additionalItems");
        if (!items.isMissingNode() && !items.isNull()) {
            return unsupported("additionalItems");
        }
        if (schema.traits().preserveUnknownFields() == JsonSchema.Presence.FALSE) {
            return Optional.of(
                    "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or"
                            + " undefined");
        }
        if (!schema.structure().itemsByPlace().isEmpty()) {
            return Optional.of("OpenAPIV3Schema 'items' must be a schema, but is an array");
        }
        return below(schema);
    }

    private static Optional<String> unsupported(String word) {
        return Optional.of("OpenAPIV3Schema '%s' is not supported".formatted(word));
    }

    private static Optional<String> below(JsonSchema schema) {
        Optional<String> found = schema.items().flatMap(UnsupportedWords::first);
        for (Map.Entry<String, JsonSchema> property : schema.structure().properties().entrySet()) {
            found = found.or(() -> first(property.getValue()));
        }
        found = found.or(() -> schema.additional().flatMap(UnsupportedWords::first));
        JsonSchema.Junctors junctors = schema.junctors();
        for (JsonSchema part : junctors.allOf()) {
            found = found.or(() -> first(part));
        }
        for (JsonSchema part : junctors.anyOf()) {
            found = found.or(() -> first(part));
        }
        for (JsonSchema part : junctors.oneOf()) {
            found = found.or(() -> first(part));
        }
        @Nullable JsonSchema not = junctors.not();
        return not == null ? found : found.or(() -> first(not));
    }
}
