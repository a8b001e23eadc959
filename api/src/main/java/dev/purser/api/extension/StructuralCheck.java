package dev.purser.api.extension;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks that a schema is structural: that it says of every part of an object what it is made of,
/// apart from what it may hold. Only then can objects be pruned and defaulted.
///
/// See
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema>.
final class StructuralCheck {
    private final FieldErrors errors = new FieldErrors();

    private StructuralCheck() {}

    /// Where in an object a schema stands.
    private enum Level {
        ROOT("at the root"),
        ITEM("for specified array items"),
        FIELD("for specified object fields");

        private final String words;

        Level(String words) {
            this.words = words;
        }
    }

    /// What is not structural, sorted by the text of the errors.
    static List<FieldError> errors(JsonSchema schema, String path) {
        StructuralCheck check = new StructuralCheck();
        check.structure(schema, Level.ROOT, path);
        check.completeness(schema, schema, path, path);
        return check.errors.list().stream()
                .sorted(Comparator.comparing(FieldError::toString))
                .toList();
    }

    private void structure(JsonSchema schema, Level level, String path) {
        if (schema.type().equals(JsonSchema.ARRAY) && schema.items().isEmpty()) {
            errors.required(path + ".items", "must be specified");
        }
        schema.items().ifPresent(items -> structure(items, Level.ITEM, path + ".items"));
        schema.structure()
                .properties()
                .forEach(
                        (name, property) -> structure(property, Level.FIELD, property(path, name)));
        if (schema.structure().others() != Structure.Others.UNSPECIFIED) {
            if (level == Level.ROOT) {
                errors.forbidden(path + ".additionalProperties", "must not be used at the root");
            }
            schema.additional()
                    .ifPresent(values ->
                            structure(values, Level.FIELD, path + ".additionalProperties"));
        }
        intOrString(schema, path);
        new NestedCheck(errors).junctors(schema, path);
        type(schema, level, path);
        if (level == Level.ROOT || schema.traits().embeddedResource()) {
            typeMeta(schema, path);
        }
        metadata(schema, level, path);
        boolean bare =
                schema.traits().embeddedResource()
                        && !schema.preservesUnknownFields()
                        && schema.structure().properties().isEmpty();
        if (bare) {
            errors.required(
                    path + ".properties",
                    "must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields");
        }
    }

    private void intOrString(JsonSchema schema, String path) {
        if (!schema.traits().intOrString()) {
            return;
        }
        String why = "must be false if x-kubernetes-int-or-string is true";
        if (schema.preservesUnknownFields()) {
            errors.invalidShown(path + ".x-kubernetes-preserve-unknown-fields", "true", why);
        }
        if (schema.traits().embeddedResource()) {
            errors.invalidShown(path + ".x-kubernetes-embedded-resource", "true", why);
        }
    }

    private void type(JsonSchema schema, Level level, String path) {
        String type = schema.type();
        String place = path + ".type";
        boolean embedded = schema.traits().embeddedResource();
        if (embedded && !type.equals(JsonSchema.OBJECT)) {
            String why = "must be object if x-kubernetes-embedded-resource is true";
            if (type.isEmpty()) {
                errors.required(place, why);
            } else {
                errors.invalid(place, type, why);
            }
        } else if (type.isEmpty()
                && !schema.traits().intOrString()
                && !schema.preservesUnknownFields()) {
            errors.required(place, "must not be empty " + level.words);
        }
        if (embedded && schema.structure().others() != Structure.Others.UNSPECIFIED) {
            errors.forbidden(
                    path + ".additionalProperties",
                    "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals(JsonSchema.OBJECT)) {
            errors.invalid(place, type, "must be object at the root");
        }
    }

    private void typeMeta(JsonSchema schema, String path) {
        for (String name : List.of("kind", "apiVersion")) {
            schema.property(name)
                    .map(JsonSchema::type)
                    .filter(type -> !type.equals("string"))
                    .ifPresent(type ->
                            errors.invalid(property(path, name) + ".type", type, "must be string"));
        }
    }

    private void metadata(JsonSchema schema, Level level, String path) {
        JsonSchema metadata = schema.property("metadata").orElse(null);
        if (metadata == null) {
            return;
        }
        String place = property(path, "metadata");
        boolean known = level == Level.ROOT || schema.traits().embeddedResource();
        if (known && !metadata.type().equals(JsonSchema.OBJECT)) {
            errors.invalid(place + ".type", metadata.type(), "must be object");
        }
        if (level == Level.ROOT && !restrictsNamesOnly(metadata)) {
            errors.forbidden(
                    place,
                    "must not specify anything other than name and generateName, but metadata is"
                            + " implicitly specified");
        }
    }

    private static boolean restrictsNamesOnly(JsonSchema metadata) {
        List<String> words =
                metadata.raw().propertyNames().stream()
                        .filter(word -> !List.of("type", "default", "properties").contains(word))
                        .toList();
        return words.isEmpty()
                && List.of("name", "generateName")
                        .containsAll(metadata.structure().properties().keySet());
    }

    static String property(String path, String name) {
        return "%s.properties[%s]".formatted(path, name);
    }

    /// Checks that what alternatives say of a part is also said of what it is made of.
    ///
    /// @param rules a schema whose alternatives are followed
    /// @param structure what the value is made of; null when nobody says
    private void completeness(
            JsonSchema rules, @Nullable JsonSchema structure, String place, String path) {
        JsonSchema.Junctors junctors = rules.junctors();
        JsonSchema not = junctors.not();
        if (not != null) {
            nested(not, structure, place, path + ".not");
        }
        all(junctors.allOf(), "allOf", structure, place, path);
        all(junctors.anyOf(), "anyOf", structure, place, path);
        all(junctors.oneOf(), "oneOf", structure, place, path);
    }

    private void all(
            List<JsonSchema> schemas,
            String word,
            @Nullable JsonSchema structure,
            String place,
            String path) {
        for (int i = 0; i < schemas.size(); i++) {
            nested(schemas.get(i), structure, place, "%s.%s[%d]".formatted(path, word, i));
        }
    }

    private void nested(
            JsonSchema rules, @Nullable JsonSchema structure, String place, String path) {
        if (structure == null) {
            errors.required(place, "because it is defined in " + path);
            return;
        }
        completeness(rules, structure, place, path);
        JsonSchema items = rules.structure().items();
        if (items != null) {
            nested(items, structure.structure().items(), place + ".items", path + ".items");
        }
        for (Map.Entry<String, JsonSchema> member : rules.structure().properties().entrySet()) {
            nested(
                    member.getValue(),
                    structure.structure().properties().get(member.getKey()),
                    property(place, member.getKey()),
                    property(path, member.getKey()));
        }
    }
}
