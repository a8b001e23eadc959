package dev.purser.controllers.garbage;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.metadata.OwnerReference;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Finds out what has become of an owner.
final class OwnerLookup {
    private final Api api;
    private final MetadataInformers contents;

    OwnerLookup(Api api, MetadataInformers contents) {
        this.api = api;
        this.contents = contents;
    }

    /// The state of an owner, as far as its dependent is concerned.
    enum State {
        /// It is there, or nobody can tell: the dependent stays.
        SOLID,
        /// It waits for its dependents to be deleted.
        WAITING,
        /// It is gone, or another object has its name.
        GONE
    }

    /// What has become of the owner that a dependent names. The server is asked when the cache has
    /// no such object, because the cache may be behind. Nobody can tell of an owner in a version
    /// that is not served.
    State state(KubeObject dependent, JsonNode reference) {
        OwnerReference owner = OwnerReference.of(reference);
        Optional<FollowedResource> resource = contents.resource(owner.kind());
        boolean unreachable =
                resource.isEmpty()
                        || (resource.get().isNamespaced() && dependent.namespace().isEmpty());
        if (unreachable) {
            return State.SOLID;
        }
        return contents.find(resource.get().groupResource(), owner.uid())
                .or(() -> askServer(resource.get(), dependent, owner))
                .filter(found -> found.uid().equals(owner.uid()))
                .map(found -> DeletionState.waitsForDependents(found) ? State.WAITING : State.SOLID)
                .orElse(State.GONE);
    }

    private Optional<KubeObject> askServer(
            FollowedResource resource, KubeObject dependent, OwnerReference owner) {
        String namespace = resource.isNamespaced() ? dependent.namespace() : "";
        try {
            return Optional.of(api.get(resource.resource(), namespace, owner.name()));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
