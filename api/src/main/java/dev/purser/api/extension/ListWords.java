package dev.purser.api.extension;

import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks what a schema says about the kind of a list.
record ListWords(FieldErrors errors) {
    private static final String TYPE = ".x-kubernetes-list-type";
    private static final String KEYS = ".x-kubernetes-list-map-keys";

    void check(JsonSchema schema, String path) {
        String type = schema.traits().listType();
        boolean given = schema.raw().hasNonNull(TYPE.substring(1));
        if (given && !schema.type().equals(JsonSchema.ARRAY)) {
            SchemaWords.wrongType(
                    schema, path, "must be array if x-kubernetes-list-type is specified", errors);
        } else if (type.equals("set")) {
            setItems(schema, path);
        }
        if (given && !List.of("atomic", "set", "map").contains(type)) {
            errors.notSupported(path + TYPE, type, List.of("atomic", "set", "map"));
        }
        if (!schema.traits().listMapKeys().isEmpty() && !type.equals("map")) {
            String why = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (given) {
                errors.invalid(path + TYPE, type, why);
            } else {
                errors.required(path + TYPE, why);
            }
        }
        if (type.equals("map")) {
            map(schema, path);
        }
        if (type.equals("map") || type.equals("set")) {
            nothingNull(schema, path);
        }
    }

    private void setItems(JsonSchema schema, String path) {
        JsonSchema items = schema.structure().items();
        if (items == null) {
            return;
        }
        String why = "must be atomic as item of a list with x-kubernetes-list-type=set";
        String itemType = items.traits().listType();
        if (items.type().equals(JsonSchema.ARRAY)
                && !itemType.isEmpty()
                && !itemType.equals("atomic")) {
            errors.invalid(path + ".items" + TYPE, itemType, why);
        }
        if (items.type().equals(JsonSchema.OBJECT) && !items.traits().mapType().equals("atomic")) {
            String shown =
                    itemType.isEmpty()
                            ? "null"
                            : JsonNodeFactory.instance.stringNode(itemType).toString();
            errors.invalidShown(path + ".items.x-kubernetes-map-type", shown, why);
        }
    }

    private void map(JsonSchema schema, String path) {
        List<String> keys = schema.traits().listMapKeys();
        if (keys.isEmpty()) {
            errors.required(path + KEYS, "must not be empty if x-kubernetes-list-type is map");
        }
        @Nullable JsonSchema items = schema.structure().items();
        if (items == null) {
            if (schema.structure().itemsByPlace().isEmpty()) {
                errors.required(
                        path + ".items", "must have a schema if x-kubernetes-list-type is map");
            }
            return;
        }
        if (!items.type().equals(JsonSchema.OBJECT)) {
            errors.invalid(
                    path + ".items.type",
                    items.type(),
                    "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        keys(keys, items, path);
    }

    private void keys(List<String> keys, JsonSchema items, String path) {
        Set<String> seen = new HashSet<>();
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        keys.forEach(shown::add);
        for (String key : keys) {
            @Nullable JsonSchema property = items.structure().properties().get(key);
            if (property == null) {
                errors.invalid(path + KEYS, shown, "entries must all be names of item properties");
            } else if (property.type().equals(JsonSchema.ARRAY)
                    || property.type().equals(JsonSchema.OBJECT)) {
                errors.invalid(
                        StructuralCheck.property(path + ".items", key) + ".type",
                        items.type(),
                        "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key)) {
                errors.invalid(path + KEYS, shown, "must not contain duplicate entries");
            }
        }
    }

    private void nothingNull(JsonSchema schema, String path) {
        @Nullable JsonSchema items = schema.structure().items();
        if (items == null) {
            return;
        }
        String type = schema.traits().listType();
        if (items.nullable()) {
            errors.forbidden(
                    path + ".items.nullable",
                    "cannot be nullable when x-kubernetes-list-type is " + type);
        }
        if (!type.equals("map")) {
            return;
        }
        for (String key : schema.traits().listMapKeys()) {
            @Nullable JsonSchema property = items.structure().properties().get(key);
            if (property == null) {
                continue;
            }
            String place = StructuralCheck.property(path + ".items", key);
            if (!items.structure().required().contains(key) && property.defaultValue().isEmpty()) {
                errors.required(
                        place + ".default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default"
                                + " or be a required property");
            }
            if (property.nullable()) {
                errors.forbidden(
                        place + ".nullable",
                        "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
