package dev.purser.client.event;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an event is about (`v1.ObjectReference`).
///
/// @param fieldPath a part of the object, such as `spec.containers{web}`; may be empty
public record ObjectReference(
        String apiVersion,
        String kind,
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        String fieldPath) {

    public static ObjectReference of(KubeObject object) {
        return new ObjectReference(
                object.groupVersionKind().apiVersion(),
                object.kind(),
                object.namespace(),
                object.name(),
                object.uid(),
                object.resourceVersion(),
                "");
    }

    public ObjectReference withFieldPath(String path) {
        return new ObjectReference(apiVersion, kind, namespace, name, uid, resourceVersion, path);
    }

    /// The same object whatever its version and the part of it.
    ObjectReference identity() {
        return new ObjectReference(apiVersion, kind, namespace, name, uid, "", "");
    }

    /// The same part of the same object whatever its version.
    ObjectReference withoutVersion() {
        return new ObjectReference(apiVersion, kind, namespace, name, uid, "", fieldPath);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(json, "kind", kind);
        putUnlessEmpty(json, "namespace", namespace);
        putUnlessEmpty(json, "name", name);
        putUnlessEmpty(json, "uid", uid);
        putUnlessEmpty(json, "apiVersion", apiVersion);
        putUnlessEmpty(json, "resourceVersion", resourceVersion);
        putUnlessEmpty(json, "fieldPath", fieldPath);
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
