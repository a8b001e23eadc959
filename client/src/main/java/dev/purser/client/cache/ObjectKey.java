package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;

/// An object of a known resource by its name; the namespace is empty for cluster scope.
public record ObjectKey(String namespace, String name) {
    public static ObjectKey of(KubeObject object) {
        return new ObjectKey(object.namespace(), object.name());
    }

    /// The form of logs: `namespace/name`, or the name alone.
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
