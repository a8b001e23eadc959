package dev.purser.api.kind.core;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;

/// What `immutable: true` means for ConfigMaps and Secrets: it stays, and so do the data.
final class ImmutableData {
    private static final String WHY = "field is immutable when `immutable` is set";

    private ImmutableData() {}

    static void validateUpdate(
            KubeObject object, KubeObject old, FieldErrors errors, String... dataFields) {
        if (!isImmutable(old)) {
            return;
        }
        if (!isImmutable(object)) {
            errors.forbidden("immutable", WHY);
        }
        for (String field : dataFields) {
            JsonNode data = object.json().path(field);
            JsonNode oldData = old.json().path(field);
            if (!(data.isEmpty() && oldData.isEmpty()) && !data.equals(oldData)) {
                errors.forbidden(field, WHY);
            }
        }
    }

    private static boolean isImmutable(KubeObject object) {
        return object.json().path("immutable").asBoolean(false);
    }
}
