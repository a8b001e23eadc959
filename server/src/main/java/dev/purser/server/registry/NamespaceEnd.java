package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;

/// How a namespace ends: it is `Terminating` until its content is gone and its own finalizers are
/// removed.
final class NamespaceEnd {
    private NamespaceEnd() {}

    /// Notes the first request for deletion; false when there was one before.
    static boolean begin(KubeObject namespace, String now) {
        if (namespace.deletionTimestamp().isPresent()) {
            return false;
        }
        namespace.metadata().put("deletionTimestamp", now);
        namespace.status().put("phase", "Terminating");
        return true;
    }
}
