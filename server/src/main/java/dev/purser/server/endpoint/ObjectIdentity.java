package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.request.Attributes;

/// Holds that a written object is the one that its URL names.
final class ObjectIdentity {
    private ObjectIdentity() {}

    static void require(Attributes url, KubeObject object) {
        String namespace = url.namespace();
        if (!object.namespace().isEmpty()
                && !namespace.isEmpty()
                && !object.namespace().equals(namespace)) {
            throw StatusErrors.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
        requireName(url, object);
    }

    static void requireName(Attributes url, KubeObject object) {
        if (object.name().isEmpty()) {
            throw StatusErrors.badRequest(
                    "the name of the object (%s based on URL) was undeterminable: name must be provided"
                            .formatted(url.name()));
        }
        if (!object.name().equals(url.name())) {
            throw StatusErrors.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(object.name(), url.name()));
        }
    }
}
