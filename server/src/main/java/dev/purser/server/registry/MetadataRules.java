package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.ObjectMetaValidation;

/// What holds for the metadata of every kind.
final class MetadataRules {
    private MetadataRules() {}

    static void validate(ServedResource resource, KubeObject object, FieldErrors errors) {
        ObjectMetaValidation.validate(
                object.metadata(), resource.type().scope(), resource.rules().nameFormat(), errors);
    }

    static void validateUpdate(KubeObject next, KubeObject old, FieldErrors errors) {
        ObjectMetaValidation.validateUpdate(next.metadata(), old.metadata(), errors);
    }
}
