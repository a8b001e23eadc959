package dev.purser.controllers.object;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides which objects belong to an owner with a selector: takes in those that match and have no
/// controller, lets go of those that no longer match.
public final class Claims {
    private final Api api;
    private final GroupVersionResource ownerResource;
    private final KubeObject owner;
    private final LabelSelector selector;
    private boolean mayAdopt;

    public Claims(
            Api api, GroupVersionResource ownerResource, KubeObject owner, LabelSelector selector) {
        this.api = api;
        this.ownerResource = ownerResource;
        this.owner = owner;
        this.selector = selector;
    }

    /// The candidates that are the owner's, after adoptions and releases.
    public List<KubeObject> claim(GroupVersionResource resource, List<KubeObject> candidates) {
        List<KubeObject> claimed = new ArrayList<>();
        for (KubeObject candidate : candidates) {
            boolean matches = selector.matches(candidate.labels());
            if (Owners.isControlledBy(candidate, owner)) {
                if (matches) {
                    claimed.add(candidate);
                } else if (owner.deletionTimestamp().isEmpty()) {
                    release(resource, candidate);
                }
            } else if (matches && isFree(candidate) && owner.deletionTimestamp().isEmpty()) {
                adopt(resource, candidate).ifPresent(claimed::add);
            }
        }
        return claimed;
    }

    private static boolean isFree(KubeObject candidate) {
        return Owners.controllerOf(candidate).isEmpty() && candidate.deletionTimestamp().isEmpty();
    }

    private Optional<KubeObject> adopt(GroupVersionResource resource, KubeObject candidate) {
        checkMayAdopt();
        KubeObject adopted = candidate.copy();
        Owners.adopt(adopted, owner);
        return patchOwners(resource, adopted);
    }

    private void release(GroupVersionResource resource, KubeObject candidate) {
        KubeObject released = candidate.copy();
        Owners.release(released, owner.uid());
        var _ = patchOwners(resource, released);
    }

    /// Writes the owners alone, and only to the very state that was looked at: all that the roles
    /// of controllers let them change of pods.
    private Optional<KubeObject> patchOwners(GroupVersionResource resource, KubeObject object) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        JsonNode owners = object.metadata().get("ownerReferences");
        metadata.set("ownerReferences", owners == null ? NullNode.instance : owners);
        metadata.put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        try {
            return Optional.of(
                    api.patch(ObjectRef.of(resource, object), "", PatchType.MERGE, patch));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The cached owner may be gone already; what is adopted then would be lost with it.
    private void checkMayAdopt() {
        if (mayAdopt) {
            return;
        }
        KubeObject live = api.get(ownerResource, owner.namespace(), owner.name());
        if (!live.uid().equals(owner.uid()) || live.deletionTimestamp().isPresent()) {
            throw StatusErrors.conflict(
                    ownerResource.groupResource(), owner.name(), "the owner is going away");
        }
        mayAdopt = true;
    }
}
