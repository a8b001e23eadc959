package dev.purser.encryption.config;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.GoField;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ListType;
import dev.purser.api.schema.MapType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.ScalarSchema;
import dev.purser.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// The fields of an EncryptionConfiguration, which no OpenAPI document has.
final class ConfigurationSchema {
    private static final String PACKAGE = "io.k8s.apiserver.pkg.apis.apiserver.v1.";

    private ConfigurationSchema() {}

    /// The kind under its name, and under the one that it had in Kubernetes 1.7.
    static Map<GroupVersionKind, ObjectSchema> kinds() {
        ObjectSchema schema = configuration();
        return Map.of(
                new GroupVersionKind("apiserver.config.k8s.io", "v1", "EncryptionConfiguration"),
                schema,
                new GroupVersionKind("", "v1", "EncryptionConfig"),
                schema);
    }

    private static ObjectSchema configuration() {
        return struct(
                "EncryptionConfiguration",
                text("kind"),
                text("apiVersion"),
                list("resources", rule(), "v1.ResourceConfiguration"));
    }

    private static ObjectSchema rule() {
        return struct(
                "ResourceConfiguration",
                list("resources", ScalarSchema.STRING, "string"),
                list("providers", provider(), "v1.ProviderConfiguration"));
    }

    private static ObjectSchema provider() {
        return struct(
                "ProviderConfiguration",
                part("aesgcm", keys("AESConfiguration")),
                part("aescbc", keys("AESConfiguration")),
                part("secretbox", keys("SecretboxConfiguration")),
                part("identity", struct("IdentityConfiguration")),
                part("kms", kms()));
    }

    private static ObjectSchema keys(String name) {
        return struct(name, list("keys", struct("Key", text("name"), text("secret")), "v1.Key"));
    }

    private static ObjectSchema kms() {
        return struct(
                "KMSConfiguration",
                text("apiVersion"),
                text("name"),
                field("cachesize", ScalarSchema.INT32, "int32"),
                text("endpoint"),
                text("timeout"));
    }

    private static ObjectSchema struct(String name, Field... fields) {
        return ObjectSchema.custom(
                PACKAGE + name, List.of(fields), MapType.GRANULAR, Optional.empty());
    }

    private static Field text(String name) {
        return field(name, ScalarSchema.STRING, "string");
    }

    private static Field part(String name, ObjectSchema schema) {
        return field(name, schema, "v1." + schema.simpleName());
    }

    private static Field list(String name, Schema items, String itemType) {
        return field(name, new ListSchema(items, ListType.ATOMIC, List.of()), "[]" + itemType);
    }

    /// An explicit zero value stays: `identity: {}` means something.
    private static Field field(String name, Schema schema, String goType) {
        return new Field(
                name,
                schema,
                Absence.KEPT,
                new GoField(name, goType),
                JsonNodeFactory.instance.objectNode());
    }
}
