package dev.purser.controllers.namespace;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.object.Resources;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Deletes everything in one namespace: the pods, and once they have ended the rest. Asks the
/// server, not a cache, because nothing may be overlooked.
final class ContentDeletion {
    private final Api api;
    private final InstantSource clock;
    private final String namespace;

    ContentDeletion(Api api, InstantSource clock, String namespace) {
        this.api = api;
        this.clock = clock;
        this.namespace = namespace;
    }

    /// Asks for the deletion of everything whose turn it is; returns what is there after that.
    Remains run(List<FollowedResource> types) {
        List<KubeObject> pods = delete(Resources.PODS);
        if (!pods.isEmpty()) {
            return pods.stream().anyMatch(this::isOverdue)
                    ? Remains.ofOverduePods(
                            ("unexpected items still remain in namespace: %s for gvr: /v1,"
                                            + " Resource=pods")
                                    .formatted(namespace))
                    : Remains.ofEndingPods();
        }
        Map<String, Integer> resources = new HashMap<>();
        Map<String, Integer> finalizers = new HashMap<>();
        for (FollowedResource type : types) {
            List<KubeObject> remaining = type.isNamespaced() ? delete(type.resource()) : List.of();
            if (!remaining.isEmpty()) {
                String name = type.resource().resource() + "." + type.resource().group();
                resources.put(name, remaining.size());
                remaining.forEach(object -> countFinalizers(object, finalizers));
            }
        }
        return Remains.ofContent(resources, finalizers);
    }

    private boolean isOverdue(KubeObject pod) {
        return pod.deletionTimestamp()
                .flatMap(Timestamps::parse)
                .filter(end -> end.isBefore(clock.instant()))
                .isPresent();
    }

    private static void countFinalizers(KubeObject object, Map<String, Integer> counts) {
        for (JsonNode finalizer : object.metadata().path("finalizers")) {
            counts.merge(finalizer.asString(""), 1, Integer::sum);
        }
    }

    private List<KubeObject> delete(GroupVersionResource resource) {
        List<KubeObject> present = list(resource);
        if (present.isEmpty()) {
            return present;
        }
        for (KubeObject object : present) {
            if (object.deletionTimestamp().isEmpty()) {
                delete(resource, object);
            }
        }
        return list(resource);
    }

    private List<KubeObject> list(GroupVersionResource resource) {
        try {
            return api.list(resource, namespace, ListOptions.all()).items();
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                // A custom resource has gone meanwhile, and its objects before it.
                return List.of();
            }
            throw e;
        }
    }

    private void delete(GroupVersionResource resource, KubeObject object) {
        api.deleteIfExists(
                Api.ObjectRef.of(resource, object),
                DeleteOptions.ofUid(object.uid())
                        .withPropagation(DeleteOptions.Propagation.BACKGROUND));
    }
}
