package dev.purser.server.audit;

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

/// The shape of a `Policy` of `audit.k8s.io/v1`, which no OpenAPI document has.
final class PolicySchema {
    private static final String V1 = "io.k8s.apiserver.pkg.apis.audit.v1.";
    private static final Schema TEXTS = list(ScalarSchema.STRING);

    private PolicySchema() {}

    static ObjectSchema policy() {
        return struct(
                V1 + "Policy",
                field("kind", ScalarSchema.STRING, "string"),
                field("apiVersion", ScalarSchema.STRING, "string"),
                field("metadata", metadata(), "v1.ObjectMeta"),
                field("rules", list(rule()), "[]v1.PolicyRule"),
                field("omitStages", TEXTS, "[]v1.Stage"),
                field("omitManagedFields", ScalarSchema.BOOLEAN, "bool"));
    }

    private static ObjectSchema rule() {
        return struct(
                V1 + "PolicyRule",
                field("level", ScalarSchema.STRING, "v1.Level"),
                field("users", TEXTS, "[]string"),
                field("userGroups", TEXTS, "[]string"),
                field("verbs", TEXTS, "[]string"),
                field("resources", list(resources()), "[]v1.GroupResources"),
                field("namespaces", TEXTS, "[]string"),
                field("nonResourceURLs", TEXTS, "[]string"),
                field("omitStages", TEXTS, "[]v1.Stage"),
                field("omitManagedFields", ScalarSchema.BOOLEAN, "bool"));
    }

    private static ObjectSchema resources() {
        return struct(
                V1 + "GroupResources",
                field("group", ScalarSchema.STRING, "string"),
                field("resources", TEXTS, "[]string"),
                field("resourceNames", TEXTS, "[]string"));
    }

    /// What people write into a file; nothing of it has a meaning here.
    private static ObjectSchema metadata() {
        List<Field> fields = new ArrayList<>();
        for (String text : List.of("name", "generateName", "namespace", "uid", "resourceVersion")) {
            fields.add(field(text, ScalarSchema.STRING, "string"));
        }
        Schema texts = new MapSchema(ScalarSchema.STRING, MapType.GRANULAR);
        fields.add(field("labels", texts, "map[string]string"));
        fields.add(field("annotations", texts, "map[string]string"));
        for (String other :
                List.of(
                        "generation",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "ownerReferences",
                        "finalizers",
                        "managedFields",
                        "selfLink")) {
            fields.add(field(other, ScalarSchema.ANY, "interface {}"));
        }
        return struct("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", fields);
    }

    private static ObjectSchema struct(String name, Field... fields) {
        return struct(name, List.of(fields));
    }

    private static ObjectSchema struct(String name, List<Field> fields) {
        return ObjectSchema.custom(name, fields, MapType.GRANULAR, Optional.empty());
    }

    private static Schema list(Schema items) {
        return new ListSchema(items, ListType.ATOMIC, List.of());
    }

    private static Field field(String name, Schema schema, String goType) {
        return new Field(
                name,
                schema,
                Absence.KEPT,
                new GoField(name, goType),
                JsonNodeFactory.instance.objectNode());
    }
}
