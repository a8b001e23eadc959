package dev.purser.api.kind.apiextensions;

import dev.purser.api.codec.GoForm;
import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.SchemaDefinitionCheck;
import dev.purser.api.extension.SchemaDefinitionCheck.Status;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks what a definition says about its versions, one by one and together.
final class VersionValidation {
    private static final int WARNING_BYTES_MAX = 256;

    private final SchemaDefinitionCheck schemas;
    private final InternalForm internal;

    VersionValidation(SchemaDefinitionCheck schemas, GoForm goForm) {
        this.schemas = schemas;
        this.internal = new InternalForm(goForm);
    }

    /// The parts of a definition that its versions may share.
    private record Parts(
            SharedParts schemas,
            SharedParts subresources,
            SharedParts columns,
            SharedParts selectable) {
        static Parts of(Definition definition) {
            return new Parts(
                    SharedParts.schemas(definition),
                    SharedParts.subresources(definition),
                    SharedParts.columns(definition),
                    SharedParts.selectableFields(definition));
        }
    }

    /// Checks the versions with what each has of its own.
    void validate(Definition definition, FieldErrors errors) {
        Parts parts = Parts.of(definition);
        List<Definition.Version> versions = definition.versions();
        boolean sharedSchema =
                parts.schemas()
                        .shared()
                        .filter(part -> part.value().path("openAPIV3Schema").isObject())
                        .isPresent();
        for (int i = 0; i < versions.size() && !sharedSchema; i++) {
            boolean own =
                    parts.schemas()
                            .own(i)
                            .filter(part -> part.value().path("openAPIV3Schema").isObject())
                            .isPresent();
            if (!own) {
                errors.required("spec.versions[%d].schema.openAPIV3Schema".formatted(i), "");
            }
        }
        for (int i = 0; i < versions.size(); i++) {
            validateVersion(versions.get(i), i, parts, errors);
        }
        validateTogether(definition, errors);
    }

    private void validateVersion(
            Definition.Version version, int index, Parts parts, FieldErrors errors) {
        String path = "spec.versions[%d]".formatted(index);
        List<String> wrong = Names.label1035Errors(version.name());
        if (!wrong.isEmpty()) {
            errors.invalid(path + ".name", version.name(), String.join(",", wrong));
        }
        validateWarning(version, path + ".deprecationWarning", errors);
        Optional<SharedParts.Part> schema = parts.schemas().own(index);
        Status status = version.hasStatus() ? Status.SEPARATE : Status.WITHIN;
        schema.ifPresent(part -> validateSchema(part, status, errors));
        parts.subresources()
                .own(index)
                .ifPresent(part -> SubresourceValidation.validate(part, errors));
        parts.columns().own(index).ifPresent(part -> ColumnValidation.validate(part, errors));
        parts.selectable()
                .own(index)
                .ifPresent(part -> SelectableValidation.validate(part, version.schema(), errors));
    }

    private static void validateWarning(
            Definition.Version version, String path, FieldErrors errors) {
        Optional<String> given = version.deprecationWarning();
        if (given.isEmpty()) {
            return;
        }
        String warning = given.get();
        if (!version.isDeprecated()) {
            errors.invalid(path, warning, "can only be set for deprecated versions");
            return;
        }
        if (warning.getBytes(StandardCharsets.UTF_8).length > WARNING_BYTES_MAX) {
            errors.invalid(path, warning, "must be <= 256 characters long");
        }
        if (warning.isEmpty()) {
            errors.invalid(path, warning, "must not be an empty string");
        }
        for (int i = 0; i < warning.length(); i++) {
            if (Character.isISOControl(warning.charAt(i))) {
                errors.invalid(
                        path,
                        warning,
                        "must only contain printable UTF-8 characters; non-printable character"
                                + " found at index "
                                + i);
                break;
            }
        }
    }

    private void validateSchema(SharedParts.Part part, Status status, FieldErrors errors) {
        JsonNode schema = part.value().path("openAPIV3Schema");
        if (schema.isObject()) {
            schemas.check(
                    JsonSchema.read(schema), status, part.path() + ".openAPIV3Schema", errors);
        }
    }

    private void validateTogether(Definition definition, FieldErrors errors) {
        String shown = internal.versions(definition);
        Set<String> names = new HashSet<>();
        boolean unique = true;
        int stored = 0;
        for (Definition.Version version : definition.versions()) {
            unique &= names.add(version.name());
            stored += version.isStorage() ? 1 : 0;
        }
        if (!unique) {
            errors.invalidShown("spec.versions", shown, "must contain unique version names");
        }
        if (stored != 1) {
            errors.invalidShown(
                    "spec.versions",
                    shown,
                    "must have exactly one version marked as storage version");
        }
        String first =
                definition.versions().isEmpty() ? "" : definition.versions().getFirst().name();
        List<String> wrong = Names.label1035Errors(first);
        if (!first.isEmpty() && !wrong.isEmpty()) {
            errors.invalid("spec.version", first, String.join(",", wrong));
        }
    }

    /// Checks what all versions share.
    void validateShared(Definition definition, FieldErrors errors) {
        Parts parts = Parts.of(definition);
        boolean anyStatus = definition.versions().stream().anyMatch(Definition.Version::hasStatus);
        Status status = anyStatus ? Status.SEPARATE : Status.WITHIN;
        parts.schemas().shared().ifPresent(part -> validateSchema(part, status, errors));
        parts.subresources()
                .shared()
                .ifPresent(part -> SubresourceValidation.validate(part, errors));
        parts.columns().shared().ifPresent(part -> ColumnValidation.validate(part, errors));
        parts.selectable()
                .shared()
                .ifPresent(part ->
                        SelectableValidation.validate(
                                part,
                                parts.schemas()
                                        .shared()
                                        .flatMap(schema ->
                                                Trees.object(schema.value(), "openAPIV3Schema")),
                                errors));
    }
}
