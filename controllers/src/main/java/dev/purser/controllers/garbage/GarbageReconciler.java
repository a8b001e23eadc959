package dev.purser.controllers.garbage;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.DeleteOptions.Propagation;
import dev.purser.client.PatchType;
import dev.purser.client.queue.Reconciler;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.metadata.MetadataInformers.Located;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Looks at one object: does it still have an owner, and what does its own deletion wait for?
final class GarbageReconciler implements Reconciler<Item> {
    private final Api api;
    private final MetadataInformers contents;
    private final OwnerLookup owners;
    private final WorkQueue<Item> queue;

    GarbageReconciler(Api api, MetadataInformers contents, WorkQueue<Item> queue) {
        this.api = api;
        this.contents = contents;
        this.owners = new OwnerLookup(api, contents);
        this.queue = queue;
    }

    @Override
    public void reconcile(Item item) {
        Optional<KubeObject> cached = contents.find(item.resource().groupResource(), item.uid());
        if (cached.isEmpty()) {
            return;
        }
        KubeObject object = cached.get();
        try {
            if (DeletionState.waitsForOrphaning(object)) {
                orphanDependents(item, object);
            } else if (DeletionState.waitsForDependents(object)) {
                deleteDependents(item, object);
            } else if (object.deletionTimestamp().isEmpty()) {
                checkOwners(item, object);
            }
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private void checkOwners(Item item, KubeObject object) {
        boolean solid = false;
        boolean waiting = false;
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        JsonNode references = object.metadata().path("ownerReferences");
        for (JsonNode reference : references) {
            switch (owners.state(object, reference)) {
                case SOLID -> {
                    solid = true;
                    kept.add(reference);
                }
                case WAITING -> waiting = true;
                case GONE -> {}
            }
        }
        if (references.isEmpty()) {
            return;
        }
        if (solid) {
            if (kept.size() < references.size()) {
                patch(item, object, "ownerReferences", kept);
            }
        } else if (waiting && !contents.dependents(object.uid()).isEmpty()) {
            // The owner waits for this object, so this one has to wait for its own dependents.
            delete(item, object, Propagation.FOREGROUND);
        } else {
            delete(item, object, DeletionState.propagation(object));
        }
    }

    private void delete(Item item, KubeObject object, Propagation propagation) {
        api.delete(
                item.reference(),
                DeleteOptions.ofUid(item.uid())
                        .withResourceVersion(object.resourceVersion())
                        .withPropagation(propagation));
    }

    private void deleteDependents(Item item, KubeObject owner) {
        List<Located> dependents = contents.dependents(owner.uid());
        boolean blocked =
                dependents.stream().anyMatch(dependent -> blocks(dependent.object(), owner.uid()));
        if (!blocked) {
            removeFinalizer(item, owner, DeletionState.FOREGROUND);
        }
        dependents.forEach(dependent -> queue.add(Item.of(dependent)));
    }

    private static boolean blocks(KubeObject dependent, String ownerUid) {
        for (JsonNode reference : dependent.metadata().path("ownerReferences")) {
            if (reference.path("uid").asString("").equals(ownerUid)
                    && reference.path("blockOwnerDeletion").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private void orphanDependents(Item item, KubeObject owner) {
        for (Located dependent : contents.dependents(owner.uid())) {
            Item orphan = Item.of(dependent);
            ArrayNode kept =
                    without(
                            dependent.object().metadata().path("ownerReferences"),
                            reference -> reference.path("uid").asString("").equals(owner.uid()));
            patch(orphan, dependent.object(), "ownerReferences", kept);
        }
        removeFinalizer(item, owner, DeletionState.ORPHAN);
    }

    private void removeFinalizer(Item item, KubeObject object, String name) {
        ArrayNode kept =
                without(
                        object.metadata().path("finalizers"),
                        finalizer -> finalizer.asString("").equals(name));
        patch(item, object, "finalizers", kept);
    }

    private static ArrayNode without(JsonNode array, Predicate<JsonNode> unwanted) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
            if (!unwanted.test(element)) {
                kept.add(element.deepCopy());
            }
        }
        return kept;
    }

    /// Replaces a list in the metadata, provided that the object is still the one looked at.
    private void patch(Item item, KubeObject object, String field, ArrayNode list) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        if (list.isEmpty()) {
            metadata.putNull(field);
        } else {
            metadata.set(field, list);
        }
        var _ = api.patch(item.reference(), "", PatchType.MERGE, patch);
    }
}
