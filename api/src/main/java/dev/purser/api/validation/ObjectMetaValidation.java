package dev.purser.api.validation;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.Trees;
import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the metadata that all objects share (`ValidateObjectMeta` of apimachinery).
public final class ObjectMetaValidation {
    private static final String META = "metadata";
    private static final Pattern GROUP_VERSION = Pattern.compile("([^/]*/)?[^/]+");
    private static final String IMMUTABLE = "field is immutable";
    private static final List<String> IMMUTABLE_TEXTS = List.of("name", "namespace", "uid");
    private static final List<String> IMMUTABLE_TIMES =
            List.of("creationTimestamp", "deletionTimestamp");
    private static final List<String> STANDARD_FINALIZERS =
            List.of("kubernetes", "orphan", "foregroundDeletion");

    private ObjectMetaValidation() {}

    /// Checks the metadata of a new object, after a name was generated and the namespace set.
    public static void validate(
            ObjectNode metadata, Scope scope, NameFormat format, FieldErrors errors) {
        validateAnyFinalizers(metadata, scope, format, errors);
        validateQualifiedFinalizers(metadata, errors);
    }

    /// Checks the metadata of a new object of a kind whose finalizers may have names without a
    /// domain, as those of custom resources may.
    public static void validateAnyFinalizers(
            ObjectNode metadata, Scope scope, NameFormat format, FieldErrors errors) {
        String prefix = Trees.text(metadata, "generateName");
        if (!prefix.isEmpty()) {
            format.prefixErrors(prefix)
                    .forEach(why -> errors.invalid(META + ".generateName", prefix, why));
        }
        String name = Trees.text(metadata, "name");
        if (name.isEmpty()) {
            errors.required(META + ".name", "name or generateName is required");
        } else {
            format.errors(name).forEach(why -> errors.invalid(META + ".name", name, why));
        }
        validateNamespace(Trees.text(metadata, "namespace"), scope, errors);
        long generation = metadata.path("generation").asLong(0);
        if (generation < 0) {
            errors.invalid(META + ".generation", generation, "must be greater than or equal to 0");
        }
        validateMaps(metadata, errors);
        validateFinalizers(metadata, errors);
    }

    /// Checks the metadata of a changed object. What a client may leave out (uid, creation time, …)
    /// has been filled in from the old one.
    public static void validateUpdate(ObjectNode metadata, ObjectNode old, FieldErrors errors) {
        validateUpdateAnyFinalizers(metadata, old, errors);
        validateQualifiedFinalizers(metadata, errors);
    }

    /// Checks the metadata of a changed object of a kind whose finalizers may have names without a
    /// domain.
    public static void validateUpdateAnyFinalizers(
            ObjectNode metadata, ObjectNode old, FieldErrors errors) {
        if (Trees.has(old, "deletionTimestamp")) {
            validateNoNewFinalizers(metadata, old, errors);
        }
        if (Trees.text(metadata, "resourceVersion").isEmpty()) {
            errors.invalid(META + ".resourceVersion", "", "must be specified for an update");
        }
        long generation = metadata.path("generation").asLong(0);
        if (generation < old.path("generation").asLong(0)) {
            errors.invalid(META + ".generation", generation, "must not be decremented");
        }
        for (String field : IMMUTABLE_TEXTS) {
            String value = Trees.text(metadata, field);
            if (!value.equals(Trees.text(old, field))) {
                errors.invalid(META + "." + field, value, IMMUTABLE);
            }
        }
        for (String field : IMMUTABLE_TIMES) {
            requireSame(metadata, old, field, errors);
        }
        requireSame(metadata, old, "deletionGracePeriodSeconds", errors);
        validateMaps(metadata, errors);
        validateFinalizers(metadata, errors);
    }

    private static void requireSame(
            ObjectNode metadata, ObjectNode old, String field, FieldErrors errors) {
        JsonNode value = metadata.path(field);
        if (!value.equals(old.path(field))) {
            errors.invalid(
                    META + "." + field,
                    value.isMissingNode() ? metadata.nullNode() : value,
                    IMMUTABLE);
        }
    }

    private static void validateNamespace(String namespace, Scope scope, FieldErrors errors) {
        String path = META + ".namespace";
        switch (scope) {
            case NAMESPACED -> {
                if (namespace.isEmpty()) {
                    errors.required(path, "");
                } else {
                    Names.labelErrors(namespace)
                            .forEach(why -> errors.invalid(path, namespace, why));
                }
            }
            case CLUSTER -> {
                if (!namespace.isEmpty()) {
                    errors.forbidden(path, "not allowed on this type");
                }
            }
        }
    }

    private static void validateMaps(ObjectNode metadata, FieldErrors errors) {
        Labels.validate(metadata.path("labels"), META + ".labels", errors);
        Labels.validateAnnotations(metadata.path("annotations"), META + ".annotations", errors);
        validateOwners(metadata, errors);
    }

    private static void validateFinalizers(ObjectNode metadata, FieldErrors errors) {
        List<String> finalizers = Trees.texts(metadata, "finalizers");
        String path = META + ".finalizers";
        finalizers.forEach(finalizer -> Labels.validateKey(finalizer, path, errors));
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            errors.invalid(
                    path,
                    metadata.path("finalizers"),
                    "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void validateQualifiedFinalizers(ObjectNode metadata, FieldErrors errors) {
        List<String> finalizers = Trees.texts(metadata, "finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i);
            if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                errors.invalid(
                        "%s.finalizers[%d]".formatted(META, i),
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static void validateNoNewFinalizers(
            ObjectNode metadata, ObjectNode old, FieldErrors errors) {
        List<String> added = new ArrayList<>(Trees.texts(metadata, "finalizers"));
        added.removeAll(Trees.texts(old, "finalizers"));
        if (!added.isEmpty()) {
            errors.forbidden(
                    META + ".finalizers",
                    "no new finalizers can be added if the object is being deleted, found new"
                            + " finalizers []string{%s}"
                                    .formatted(
                                            added.stream()
                                                    .sorted()
                                                    .map(text -> '"' + text + '"')
                                                    .collect(Collectors.joining(", "))));
        }
    }

    private static void validateOwners(ObjectNode metadata, FieldErrors errors) {
        String path = META + ".ownerReferences";
        String controller = "";
        List<ObjectNode> owners = Trees.items(metadata, "ownerReferences");
        for (int i = 0; i < owners.size(); i++) {
            ObjectNode owner = owners.get(i);
            validateOwner(owner, "%s[%d]".formatted(path, i), errors);
            if (!owner.path("controller").asBoolean(false)) {
                continue;
            }
            String name = Trees.text(owner, "kind") + "/" + Trees.text(owner, "name");
            if (controller.isEmpty()) {
                controller = name;
            } else {
                errors.invalid(
                        path,
                        metadata.path("ownerReferences"),
                        "Only one reference can have Controller set to true. Found \"true\" in"
                                + " references for %s and %s".formatted(controller, name));
            }
        }
    }

    private static void validateOwner(ObjectNode owner, String path, FieldErrors errors) {
        String version = Trees.text(owner, "apiVersion");
        for (String field : List.of("apiVersion", "kind", "name", "uid")) {
            if (Trees.text(owner, field).isEmpty()) {
                errors.required(path + "." + field, "must not be empty");
            } else if (field.equals("apiVersion") && !GROUP_VERSION.matcher(version).matches()) {
                errors.invalid(
                        path + ".apiVersion", version, "must be <group>/<version> or <version>");
            }
        }
        GroupVersionKind kind = GroupVersionKind.of(version, Trees.text(owner, "kind"));
        if (kind.equals(new GroupVersionKind("", "v1", "Event"))) {
            errors.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
        }
    }
}
