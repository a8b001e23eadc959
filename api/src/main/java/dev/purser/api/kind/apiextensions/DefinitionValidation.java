package dev.purser.api.kind.apiextensions;

import dev.purser.api.codec.GoForm;
import dev.purser.api.extension.SchemaDefinitionCheck;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks whole definitions.
final class DefinitionValidation {
    private final VersionValidation versions;

    DefinitionValidation(SchemaDefinitionCheck schemas, GoForm goForm) {
        this.versions = new VersionValidation(schemas, goForm);
    }

    void validate(Definition definition, FieldErrors errors) {
        String wanted = definition.wishedNames().plural() + "." + definition.group();
        if (!definition.name().isEmpty() && !definition.name().equals(wanted)) {
            errors.invalid(
                    "metadata.name",
                    definition.name(),
                    "must be spec.names.plural+\".\"+spec.group");
        }
        validateSpec(definition, CaBundles.ANY, errors);
        validateStatus(definition, errors);
        if (ApiApproval.isProtected(definition.group())) {
            validateApproval(definition, errors);
        }
        validatePreservation(definition, errors);
    }

    /// Whether certificates that cannot be read are let through.
    enum CaBundles {
        ANY,
        READABLE
    }

    void validateUpdate(Definition definition, Definition old, FieldErrors errors) {
        validateSpec(definition, caBundles(old), errors);
        validateImmutable(definition, old, errors);
        validateStatus(definition, errors);
        boolean approvalChanged = ApiApproval.state(definition) != ApiApproval.state(old);
        if (ApiApproval.isProtected(definition.group()) && approvalChanged) {
            validateApproval(definition, errors);
        }
        if (!old.preservesUnknownFields()) {
            validatePreservation(definition, errors);
        }
    }

    private static CaBundles caBundles(Definition old) {
        JsonNode bundle = old.object().json().at("/spec/conversion/webhook/clientConfig/caBundle");
        boolean lenient = !old.is(Definition.ESTABLISHED) || !CaBundle.isValid(bundle.asString(""));
        return lenient ? CaBundles.ANY : CaBundles.READABLE;
    }

    private void validateSpec(Definition definition, CaBundles bundles, FieldErrors errors) {
        JsonNode spec = definition.object().json().path("spec");
        validateGroup(definition.group(), errors);
        String scope = Trees.text(spec, "scope");
        if (scope.isEmpty()) {
            errors.required("spec.scope", "");
        } else if (!scope.equals("Cluster") && !scope.equals("Namespaced")) {
            errors.notSupported("spec.scope", scope, List.of("Cluster", "Namespaced"));
        }
        versions.validate(definition, errors);
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (Trees.text(spec.path("names"), field).isEmpty()) {
                errors.required("spec.names." + field, "");
            }
        }
        NamesValidation.validate(spec.path("names"), "spec.names", errors);
        versions.validateShared(definition, errors);
        new ConversionValidation(errors)
                .validate(spec.path("conversion"), definition.preservesUnknownFields(), bundles);
    }

    private static void validateGroup(String group, FieldErrors errors) {
        List<String> wrong = Names.subdomainErrors(group);
        if (group.isEmpty()) {
            errors.required("spec.group", "");
        } else if (!wrong.isEmpty()) {
            errors.invalid("spec.group", group, String.join(",", wrong));
        } else if (!group.contains(".")) {
            errors.invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static void validateImmutable(
            Definition definition, Definition old, FieldErrors errors) {
        JsonNode spec = definition.object().json().path("spec");
        JsonNode before = old.object().json().path("spec");
        if (old.is(Definition.ESTABLISHED)) {
            requireSame(spec, before, "/scope", errors);
            requireSame(spec, before, "/names/kind", errors);
        }
        requireSame(spec, before, "/group", errors);
        requireSame(spec, before, "/names/plural", errors);
    }

    private static void requireSame(
            JsonNode spec, JsonNode before, String pointer, FieldErrors errors) {
        String value = spec.at(pointer).asString("");
        if (!value.equals(before.at(pointer).asString(""))) {
            errors.invalid("spec" + pointer.replace('/', '.'), value, "field is immutable");
        }
    }

    private static void validateStatus(Definition definition, FieldErrors errors) {
        NamesValidation.validate(definition.acceptedNames().json(), "status.acceptedNames", errors);
        String path = "status.storedVersions";
        List<String> stored =
                Trees.texts(definition.object().json().path("status"), "storedVersions");
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        stored.forEach(shown::add);
        if (stored.isEmpty()) {
            errors.invalidShown(path, "null", "must have at least one stored version");
            return;
        }
        List<String> unknown = new ArrayList<>(stored);
        for (Definition.Version version : definition.versions()) {
            if (version.isStorage() && !stored.contains(version.name())) {
                errors.invalid(path, shown, "must have the storage version " + version.name());
            }
            unknown.remove(version.name());
        }
        for (String version : unknown) {
            errors.invalid(
                    "%s[%d]".formatted(path, stored.indexOf(version)),
                    version,
                    ("missing from spec.versions; %1$s was previously a storage version, and must"
                                    + " remain in spec.versions until a storage migration ensures"
                                    + " no data remains persisted in %1$s and removes %1$s from"
                                    + " status.storedVersions")
                            .formatted(version));
        }
    }

    private static void validateApproval(Definition definition, FieldErrors errors) {
        String path = "metadata.annotations[%s]".formatted(ApiApproval.ANNOTATION);
        switch (ApiApproval.state(definition)) {
            case MISSING -> errors.required(path, ApiApproval.why(definition));
            case INVALID ->
                    errors.invalid(
                            path, ApiApproval.annotation(definition), ApiApproval.why(definition));
            case APPROVED, BYPASSED -> {
                // Somebody has thought about it.
            }
        }
    }

    private static void validatePreservation(Definition definition, FieldErrors errors) {
        if (definition.preservesUnknownFields()) {
            errors.invalidShown(
                    "spec.preserveUnknownFields",
                    "true",
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                            + " spec.versions[*].schema instead");
        }
    }
}
