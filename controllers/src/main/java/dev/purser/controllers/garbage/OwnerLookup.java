package dev.purser.controllers.garbage;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.controllers.metadata.MetadataInformers;
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
    /// no such object, because the cache may be behind.
    State state(KubeObject dependent, JsonNode reference) {
        GroupVersionKind kind =
                GroupVersionKind.of(
                        reference.path("apiVersion").asString(""),
                        reference.path("kind").asString(""));
        Optional<ResourceType> type = contents.type(kind);
        boolean unreachable =
                type.isEmpty() || (type.get().isNamespaced() && dependent.namespace().isEmpty());
        if (unreachable) {
            return State.SOLID;
        }
        String uid = reference.path("uid").asString("");
        return contents.find(type.get().groupVersionResource(), uid)
                .or(() -> askServer(type.get(), dependent, reference))
                .filter(owner -> owner.uid().equals(uid))
                .map(owner -> DeletionState.waitsForDependents(owner) ? State.WAITING : State.SOLID)
                .orElse(State.GONE);
    }

    private Optional<KubeObject> askServer(
            ResourceType type, KubeObject dependent, JsonNode reference) {
        String namespace = type.isNamespaced() ? dependent.namespace() : "";
        try {
            return Optional.of(
                    api.get(
                            type.groupVersionResource(),
                            namespace,
                            reference.path("name").asString("")));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
