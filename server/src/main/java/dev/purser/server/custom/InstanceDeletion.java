package dev.purser.server.custom;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.DeleteOptions;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.ListRequest;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// Deletes all objects of a resource whose definition is going.
public final class InstanceDeletion {
    private final Registry registry;
    private final Identity identity;

    /// @param identity who deletes
    public InstanceDeletion(Registry registry, Identity identity) {
        this.registry = registry;
        this.identity = identity;
    }

    /// Asks for the deletion of every object.
    ///
    /// @return whether none is left; those with finalizers stay for a while
    boolean deleteAll(ServedResource resource) {
        for (StoredObject object : registry.list(ListRequest.everything(resource, "")).items()) {
            try {
                registry.delete(request(resource, object), DeleteOptions.defaults());
            } catch (StatusException e) {
                if (e.reason() != StatusReason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return registry.list(ListRequest.everything(resource, "")).items().isEmpty();
    }

    private WriteRequest request(ServedResource resource, StoredObject object) {
        Attributes attributes =
                new Attributes(
                        "deletecollection",
                        resource.kind().group(),
                        resource.kind().version(),
                        resource.groupResource().resource(),
                        "",
                        object.namespace(),
                        object.name(),
                        "");
        return new WriteRequest(
                resource, identity, attributes, "apiserver", WriteRequest.DryRun.NO, warning -> {});
    }
}
