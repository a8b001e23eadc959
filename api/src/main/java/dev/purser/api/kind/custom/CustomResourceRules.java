package dev.purser.api.kind.custom;

import dev.purser.api.codec.StructReader;
import dev.purser.api.extension.Defaulting;
import dev.purser.api.extension.EmbeddedObjects;
import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.ListUniqueness;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.extension.ScalePaths;
import dev.purser.api.extension.SchemaValidation;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of one custom resource in one version.
public final class CustomResourceRules implements KindRules {
    /// After such errors no expression can count on the types of what it reads.
    private static final Set<FieldError.Type> BLOCKING =
            Set.of(
                    FieldError.Type.NOT_SUPPORTED,
                    FieldError.Type.REQUIRED,
                    FieldError.Type.TOO_LONG,
                    FieldError.Type.TOO_MANY,
                    FieldError.Type.TYPE_INVALID);

    private static final String UNCHECKED =
            "Invalid value: null: some validation rules were not checked because the object was"
                    + " invalid; correct the existing errors to complete validation";

    private final CustomVersion version;
    private final RuleEngine.Rules rules;
    private final EmbeddedObjects embedded;

    /// @param rules of the version's schema
    /// @param metadata reads an `ObjectMeta`
    public CustomResourceRules(
            CustomVersion version, RuleEngine.Rules rules, StructReader metadata) {
        this.version = version;
        this.rules = rules;
        this.embedded = new EmbeddedObjects(metadata);
    }

    @Override
    public void setDefaults(KubeObject object) {
        version.schema().ifPresent(schema -> Defaulting.setDefaults(object.json(), schema));
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        if (version.isEnding()) {
            throw StatusErrors.forbidden(
                    version.resource(),
                    object.name(),
                    "create not allowed while custom resource definition is terminating");
        }
        if (version.hasStatus()) {
            Lifecycle.dropStatus(object);
        }
        Lifecycle.startGeneration(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        if (version.hasStatus()) {
            Trees.copyField(old.json(), object.json(), "status");
        }
        if (!withoutMetadata(object).equals(withoutMetadata(old))) {
            object.metadata().put("generation", old.generation() + 1);
        }
    }

    private static ObjectNode withoutMetadata(KubeObject object) {
        ObjectNode rest = object.json().objectNode();
        object.json().properties().forEach(field -> rest.set(field.getKey(), field.getValue()));
        rest.remove("metadata");
        return rest;
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        JsonNode status = object.json().get("status");
        JsonNode owners = object.metadata().get("managedFields");
        object.json().removeAll();
        object.json().setAll(old.copy().json());
        if (owners == null) {
            object.metadata().remove("managedFields");
        } else {
            object.metadata().set("managedFields", owners);
        }
        if (status == null) {
            object.json().remove("status");
        } else {
            object.json().set("status", status);
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        version.schema()
                .ifPresent(schema -> SchemaValidation.validate(object.json(), schema, "", errors));
        version.scale().ifPresent(scale -> validateScale(scale, object, errors));
        version.schema()
                .ifPresent(schema -> {
                    embedded.validate(object.json(), schema, "", errors);
                    ListUniqueness.validate(object.json(), schema, "", errors);
                });
        evaluateRules(object.json(), MissingNode.getInstance(), errors);
    }

    private static void validateScale(ScalePaths scale, KubeObject object, FieldErrors errors) {
        scale.validateSpec(object.json(), errors);
        scale.validateStatus(object.json(), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        version.schema()
                .ifPresent(schema ->
                        SchemaValidation.validateUpdate(
                                object.json(),
                                new SchemaValidation.Before(old.json(), schema),
                                "",
                                errors));
        version.scale().ifPresent(scale -> validateScale(scale, object, errors));
        version.schema()
                .ifPresent(schema -> {
                    embedded.validate(object.json(), schema, "", errors);
                    validateLists(object, old, schema, errors);
                });
        evaluateRules(object.json(), old.json(), errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        Optional<JsonSchema> schema = version.schema();
        JsonNode status = object.json().get("status");
        if (status != null) {
            schema.flatMap(whole -> whole.property("status"))
                    .ifPresent(part ->
                            SchemaValidation.validateUpdate(
                                    status,
                                    new SchemaValidation.Before(old.json().path("status"), part),
                                    "status",
                                    errors));
        }
        version.scale().ifPresent(scale -> scale.validateStatus(object.json(), errors));
        schema.ifPresent(whole -> validateLists(object, old, whole, errors));
        evaluateRules(object.json(), old.json(), errors);
    }

    /// An object that had repeated items before may go on having them.
    private static void validateLists(
            KubeObject object, KubeObject old, JsonSchema schema, FieldErrors errors) {
        FieldErrors before = new FieldErrors();
        ListUniqueness.validate(old.json(), schema, "", before);
        if (before.isEmpty()) {
            ListUniqueness.validate(object.json(), schema, "", errors);
        }
    }

    private void evaluateRules(JsonNode object, JsonNode old, FieldErrors errors) {
        if (rules.isEmpty()) {
            return;
        }
        if (errors.list().stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
            errors.add(new FieldError(FieldError.Type.INVALID, "<nil>", UNCHECKED));
        } else {
            rules.validate(object, old, errors);
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> added = new ArrayList<>(Trees.texts(object.metadata(), "finalizers"));
        if (!old.resourceVersion().isEmpty()) {
            added.removeAll(Trees.texts(old.metadata(), "finalizers"));
        }
        return added.stream()
                .distinct()
                .sorted()
                .flatMap(finalizer -> FinalizerWarnings.of(finalizer).stream())
                .toList();
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return version.selectable().values(object.json());
    }
}
