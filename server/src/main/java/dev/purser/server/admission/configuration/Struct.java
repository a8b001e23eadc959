package dev.purser.server.admission.configuration;

import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.GoField;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ListType;
import dev.purser.api.schema.MapType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// Builds the schemas of configurations, which are no resources of the API.
final class Struct {
    private Struct() {}

    /// A kind, which says what it is.
    static ObjectSchema kind(String name, Field... fields) {
        Field[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = text("kind");
        all[fields.length + 1] = text("apiVersion");
        return of(name, all);
    }

    static ObjectSchema of(String name, Field... fields) {
        return ObjectSchema.custom(name, List.of(fields), MapType.GRANULAR, Optional.empty());
    }

    static Field text(String name) {
        return field(name, ScalarSchema.STRING, "string");
    }

    static Field number(String name) {
        return field(name, ScalarSchema.INT32, "int32");
    }

    static Field texts(String name) {
        return list(name, ScalarSchema.STRING, "[]string");
    }

    static Field list(String name, ObjectSchema items) {
        return list(name, items, "[]v1." + items.simpleName());
    }

    static Field struct(String name, ObjectSchema schema) {
        return field(name, schema, "v1." + schema.simpleName());
    }

    /// Any object, kept as it is.
    static Field any(String name) {
        return field(name, ScalarSchema.ANY_OBJECT, "runtime.RawExtension");
    }

    /// Any value, kept as it is.
    static Field anything(String name) {
        return field(name, ScalarSchema.ANY, "interface {}");
    }

    private static Field list(String name, Schema items, String type) {
        return field(name, new ListSchema(items, ListType.ATOMIC, List.of()), type);
    }

    private static Field field(String name, Schema schema, String type) {
        String goName = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new Field(
                name,
                schema,
                Absence.AS_GIVEN,
                new GoField(goName, type),
                JsonNodeFactory.instance.objectNode());
    }
}
