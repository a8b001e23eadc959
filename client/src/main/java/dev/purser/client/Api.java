package dev.purser.client;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import tools.jackson.databind.JsonNode;

/// The Kubernetes API as its callers see it, with one identity. Thread-safe; calls block.
///
/// Every method throws [dev.purser.api.status.StatusException] with the server's answer when the
/// server refuses, and [ApiUnavailableException] when it cannot be reached. Objects that are
/// returned belong to the caller, objects that are given stay the caller's. An empty namespace
/// means cluster scope, or all namespaces for [#list] and [#watch].
public interface Api {
    KubeObject get(GroupVersionResource resource, String namespace, String name);

    ObjectList list(GroupVersionResource resource, String namespace, ListOptions options);

    /// Starts a watch; the caller closes it.
    Watch watch(GroupVersionResource resource, String namespace, WatchOptions options);

    /// Creates the object in its own namespace; the name may be left to `generateName`.
    KubeObject create(GroupVersionResource resource, KubeObject object);

    /// Posts to a subresource such as `binding`, `token` or `eviction`, whose body is a kind of its
    /// own.
    KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body);

    /// Replaces the object; a `resourceVersion` in it must be the current one.
    KubeObject update(GroupVersionResource resource, KubeObject object);

    /// Replaces the status of the object.
    default KubeObject updateStatus(GroupVersionResource resource, KubeObject object) {
        return updateSubresource(ObjectRef.of(resource, object), "status", object);
    }

    /// Puts a subresource such as `status`, `scale` or a namespace's `finalize`; the body is the
    /// object itself or the subresource's own kind.
    KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body);

    /// Patches an object, or a subresource of it when one is named (empty: the object itself).
    KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch);

    /// Asks for the deletion of an object; returns before finalizers and grace periods are over.
    void delete(ObjectRef object, DeleteOptions options);

    /// Asks for the deletion of this very object; nothing happens when it has gone already, or
    /// another of its name has taken its place.
    default void deleteIfExists(GroupVersionResource resource, KubeObject object) {
        deleteIfExists(ObjectRef.of(resource, object), DeleteOptions.ofUid(object.uid()));
    }

    /// The same in another way.
    ///
    /// @param options with the uid of the object
    default void deleteIfExists(ObjectRef object, DeleteOptions options) {
        try {
            delete(object, options);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND && e.reason() != StatusReason.CONFLICT) {
                throw e;
            }
        }
    }

    /// Names one object.
    record ObjectRef(GroupVersionResource resource, String namespace, String name) {
        /// The reference of an object of this resource.
        public static ObjectRef of(GroupVersionResource resource, KubeObject object) {
            return new ObjectRef(resource, object.namespace(), object.name());
        }
    }
}
