package dev.purser.api.extension;

import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.GoField;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ListType;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.MapType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the schema of a custom resource into the model by which server-side apply knows the owners
/// of its fields (`kube-openapi/pkg/schemaconv`).
public final class OwnershipSchema {
    private final ObjectSchema metadata;
    private boolean preserving;

    private OwnershipSchema(ObjectSchema metadata, boolean preserving) {
        this.metadata = metadata;
        this.preserving = preserving;
    }

    /// The model of whole objects.
    ///
    /// @param name what errors call the type
    /// @param metadata the schema of `ObjectMeta`
    public static ObjectSchema of(
            String name,
            JsonSchema schema,
            CustomForm.UnknownFields unknown,
            ObjectSchema metadata) {
        boolean preserving = unknown == CustomForm.UnknownFields.PRESERVED;
        return new OwnershipSchema(metadata, preserving).root(name, schema);
    }

    private ObjectSchema root(String name, JsonSchema schema) {
        preserving |= schema.preservesUnknownFields();
        List<Field> fields = new ArrayList<>();
        addMeta(fields);
        schema.structure()
                .properties()
                .forEach((property, part) -> {
                    if (fields.stream().noneMatch(field -> field.name().equals(property))) {
                        fields.add(field(property, schema(part), part.raw()));
                    }
                });
        boolean free = preserving || schema.structure().properties().isEmpty();
        Optional<Schema> others = free ? Optional.of(ScalarSchema.DEDUCED) : Optional.empty();
        return ObjectSchema.custom(name, fields, MapType.GRANULAR, others);
    }

    private void addMeta(List<Field> fields) {
        ObjectNode empty = JsonNodeFactory.instance.objectNode();
        fields.add(field("apiVersion", ScalarSchema.STRING, empty));
        fields.add(field("kind", ScalarSchema.STRING, empty));
        fields.add(field("metadata", metadata, empty));
    }

    private static Field field(String name, Schema schema, ObjectNode raw) {
        return new Field(name, schema, Absence.AS_GIVEN, new GoField(name, "interface {}"), raw);
    }

    /// What is below a node that preserves unknown fields preserves them too.
    private Schema schema(JsonSchema part) {
        boolean outer = preserving;
        preserving |= part.preservesUnknownFields();
        Schema schema =
                switch (part.type()) {
                    case JsonSchema.OBJECT -> object(part);
                    case JsonSchema.ARRAY -> list(part);
                    case "integer", "number" -> ScalarSchema.DOUBLE;
                    case "boolean" -> ScalarSchema.BOOLEAN;
                    case "string" -> text(part);
                    default -> object(part);
                };
        preserving = outer;
        return schema;
    }

    private static Schema text(JsonSchema part) {
        String format = part.limits().format();
        return format.isEmpty() || format.equals("byte") ? ScalarSchema.STRING : ScalarSchema.ANY;
    }

    private Schema object(JsonSchema part) {
        Structure structure = part.structure();
        MapType type = part.traits().mapType().equals("atomic") ? MapType.ATOMIC : MapType.GRANULAR;
        boolean plain = structure.properties().isEmpty() && !part.traits().embeddedResource();
        if (plain && part.type().isEmpty()) {
            return ScalarSchema.DEDUCED;
        }
        Optional<Schema> others = others(part);
        if (plain) {
            return new MapSchema(others.orElse(ScalarSchema.DEDUCED), type);
        }
        List<Field> fields = new ArrayList<>();
        if (part.traits().embeddedResource()) {
            addMeta(fields);
        }
        structure
                .properties()
                .forEach((name, property) -> {
                    if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                        fields.add(field(name, schema(property), property.raw()));
                    }
                });
        return ObjectSchema.custom("object", fields, type, others);
    }

    private Optional<Schema> others(JsonSchema part) {
        Structure structure = part.structure();
        return switch (structure.others()) {
            case UNSPECIFIED ->
                    preserving || structure.properties().isEmpty()
                            ? Optional.of(ScalarSchema.DEDUCED)
                            : Optional.empty();
            case ALLOWED ->
                    Optional.of(part.additional().map(this::schema).orElse(ScalarSchema.DEDUCED));
            case FORBIDDEN -> Optional.empty();
        };
    }

    private Schema list(JsonSchema part) {
        Schema items = part.items().map(this::schema).orElse(ScalarSchema.ANY);
        ListType type =
                switch (part.traits().listType()) {
                    case "set" -> ListType.SET;
                    case "map" -> ListType.MAP;
                    default -> ListType.ATOMIC;
                };
        return new ListSchema(items, type, part.traits().listMapKeys());
    }
}
