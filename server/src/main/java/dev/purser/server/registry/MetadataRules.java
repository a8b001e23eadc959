package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.ObjectMetaValidation;

/// What holds for the metadata of every kind.
final class MetadataRules {
    private MetadataRules() {}

    static void validate(ServedResource resource, KubeObject object, FieldErrors errors) {
        Scope scope = resource.type().scope();
        NameFormat format = resource.rules().nameFormat();
        if (takesAnyFinalizers(resource)) {
            ObjectMetaValidation.validateAnyFinalizers(object.metadata(), scope, format, errors);
        } else {
            ObjectMetaValidation.validate(object.metadata(), scope, format, errors);
        }
    }

    static void validateUpdate(
            ServedResource resource, KubeObject next, KubeObject old, FieldErrors errors) {
        if (takesAnyFinalizers(resource)) {
            ObjectMetaValidation.validateUpdateAnyFinalizers(
                    next.metadata(), old.metadata(), errors);
        } else {
            ObjectMetaValidation.validateUpdate(next.metadata(), old.metadata(), errors);
        }
    }

    /// Finalizers of custom resources and their definitions need no domain.
    private static boolean takesAnyFinalizers(ServedResource resource) {
        return resource.custom().isPresent()
                || resource.groupResource().group().equals("apiextensions.k8s.io");
    }
}
