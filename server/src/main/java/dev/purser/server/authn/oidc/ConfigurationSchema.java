package dev.purser.server.authn.oidc;

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
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/// The shape of an `AuthenticationConfiguration` of `apiserver.config.k8s.io`, which no OpenAPI
/// document has.
final class ConfigurationSchema {
    private static final String V1 = "io.k8s.apiserver.pkg.apis.apiserver.v1.";

    private ConfigurationSchema() {}

    static ObjectSchema configuration() {
        return struct(
                "AuthenticationConfiguration",
                text("kind"),
                text("apiVersion"),
                field("jwt", list(authenticator()), "[]v1.JWTAuthenticator"),
                field("anonymous", anonymous(), "v1.AnonymousAuthConfig"));
    }

    private static Schema anonymous() {
        return struct(
                "AnonymousAuthConfig",
                field("enabled", ScalarSchema.BOOLEAN, "bool"),
                field(
                        "conditions",
                        list(struct("AnonymousAuthCondition", text("path"))),
                        "[]v1.AnonymousAuthCondition"));
    }

    private static Schema authenticator() {
        return struct(
                "JWTAuthenticator",
                field("issuer", issuer(), "v1.Issuer"),
                field(
                        "claimValidationRules",
                        list(
                                struct(
                                        "ClaimValidationRule",
                                        text("claim"),
                                        text("requiredValue"),
                                        text("expression"),
                                        text("message"))),
                        "[]v1.ClaimValidationRule"),
                field("claimMappings", mappings(), "v1.ClaimMappings"),
                field(
                        "userValidationRules",
                        list(struct("UserValidationRule", text("expression"), text("message"))),
                        "[]v1.UserValidationRule"));
    }

    private static Schema issuer() {
        return struct(
                "Issuer",
                text("url"),
                text("discoveryURL"),
                text("certificateAuthority"),
                field("audiences", list(ScalarSchema.STRING), "[]string"),
                text("audienceMatchPolicy"),
                text("egressSelectorType"));
    }

    private static Schema mappings() {
        Schema prefixed =
                struct(
                        "PrefixedClaimOrExpression",
                        text("claim"),
                        text("prefix"),
                        text("expression"));
        return struct(
                "ClaimMappings",
                field("username", prefixed, "v1.PrefixedClaimOrExpression"),
                field("groups", prefixed, "v1.PrefixedClaimOrExpression"),
                field(
                        "uid",
                        struct("ClaimOrExpression", text("claim"), text("expression")),
                        "v1.ClaimOrExpression"),
                field(
                        "extra",
                        list(struct("ExtraMapping", text("key"), text("valueExpression"))),
                        "[]v1.ExtraMapping"));
    }

    private static ObjectSchema struct(String name, Field... fields) {
        return ObjectSchema.custom(V1 + name, List.of(fields), MapType.GRANULAR, Optional.empty());
    }

    private static Schema list(Schema items) {
        return new ListSchema(items, ListType.ATOMIC, List.of());
    }

    private static Field text(String name) {
        return field(name, ScalarSchema.STRING, "string");
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
