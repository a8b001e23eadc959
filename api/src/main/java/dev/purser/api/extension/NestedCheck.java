package dev.purser.api.extension;

import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Checks what alternatives (`allOf`, `anyOf`, `oneOf`, `not`) say: they may restrict values, but
/// not say what they are made of.
record NestedCheck(FieldErrors errors) {
    private static final List<String> INT_OR_STRING = List.of("integer", "string");

    /// Checks the alternatives of a schema. The one way to spell an integer or string is fine.
    void junctors(JsonSchema schema, String path) {
        if (schema.limits().pattern().compiled() == null
                && !schema.limits().pattern().text().isEmpty()) {
            pattern(schema.limits().pattern().text(), path);
        }
        JsonSchema.Junctors junctors = schema.junctors();
        if (!isIntOrString(junctors.anyOf())) {
            each(junctors.anyOf(), "anyOf", path);
        }
        for (int i = 0; i < junctors.allOf().size(); i++) {
            JsonSchema part = junctors.allOf().get(i);
            String place = "%s.allOf[%d]".formatted(path, i);
            nested(part, place, i == 0 && isIntOrString(part.junctors().anyOf()));
        }
        each(junctors.oneOf(), "oneOf", path);
        JsonSchema not = junctors.not();
        if (not != null) {
            nested(not, path + ".not", false);
        }
    }

    private void pattern(String text, String path) {
        errors.invalid(
                path + ".pattern",
                text,
                "must be a valid regular expression, but isn't: " + Expressions.problem(text));
    }

    private void each(List<JsonSchema> schemas, String word, String path) {
        for (int i = 0; i < schemas.size(); i++) {
            nested(schemas.get(i), "%s.%s[%d]".formatted(path, word, i), false);
        }
    }

    private static boolean isIntOrString(List<JsonSchema> anyOf) {
        if (anyOf.size() != 2) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            JsonSchema part = anyOf.get(i);
            if (part.raw().size() != 1 || !part.type().equals(INT_OR_STRING.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void nested(JsonSchema part, String path, boolean skipAnyOf) {
        below(part, path, skipAnyOf);
        forbid(!part.type().isEmpty(), path + ".type", "must be empty to be structural");
        forbid(
                part.structure().others() == Structure.Others.ALLOWED,
                path + ".additionalProperties",
                "must be undefined to be structural");
        forbid(
                part.defaultValue().isPresent(),
                path + ".default",
                "must be undefined to be structural");
        for (String word : List.of("title", "description")) {
            forbid(has(part, word), path + "." + word, "must be empty to be structural");
        }
        forbid(part.nullable(), path + ".nullable", "must be false to be structural");
        traits(part.traits(), part, path);
        forbid(
                !part.rules().isEmpty(),
                path + ".x-kubernetes-validations",
                "must be empty to be structural");
        forbid(
                part.property("metadata").isPresent(),
                StructuralCheck.property(path, "metadata"),
                "must not be specified in a nested context");
    }

    private void below(JsonSchema part, String path, boolean skipAnyOf) {
        if (skipAnyOf) {
            NestedCheck quiet = new NestedCheck(errors);
            JsonSchema.Junctors junctors = part.junctors();
            for (int i = 0; i < junctors.allOf().size(); i++) {
                quiet.nested(junctors.allOf().get(i), "%s.allOf[%d]".formatted(path, i), false);
            }
            each(junctors.oneOf(), "oneOf", path);
        } else {
            plainJunctors(part, path);
        }
        part.items().ifPresent(items -> nested(items, path + ".items", false));
        part.structure()
                .properties()
                .forEach((name, property) ->
                        nested(property, StructuralCheck.property(path, name), false));
    }

    private void plainJunctors(JsonSchema part, String path) {
        JsonSchema.Junctors junctors = part.junctors();
        each(junctors.anyOf(), "anyOf", path);
        each(junctors.allOf(), "allOf", path);
        each(junctors.oneOf(), "oneOf", path);
        JsonSchema not = junctors.not();
        if (not != null) {
            nested(not, path + ".not", false);
        }
        if (part.limits().pattern().compiled() == null
                && !part.limits().pattern().text().isEmpty()) {
            pattern(part.limits().pattern().text(), path);
        }
    }

    private void traits(JsonSchema.Traits traits, JsonSchema part, String path) {
        forbid(
                part.preservesUnknownFields(),
                path + ".x-kubernetes-preserve-unknown-fields",
                "must be false to be structural");
        forbid(
                traits.embeddedResource(),
                path + ".x-kubernetes-embedded-resource",
                "must be false to be structural");
        forbid(
                traits.intOrString(),
                path + ".x-kubernetes-int-or-string",
                "must be false to be structural");
        forbid(
                !traits.listMapKeys().isEmpty(),
                path + ".x-kubernetes-list-map-keys",
                "must be empty to be structural");
        for (String word : List.of("x-kubernetes-list-type", "x-kubernetes-map-type")) {
            forbid(has(part, word), path + "." + word, "must be undefined to be structural");
        }
    }

    private static boolean has(JsonSchema part, String word) {
        JsonNode value = part.raw().path(word);
        return value.isString() && !value.stringValue().isEmpty();
    }

    private void forbid(boolean wrong, String path, String why) {
        if (wrong) {
            errors.forbidden(path, why);
        }
    }
}
