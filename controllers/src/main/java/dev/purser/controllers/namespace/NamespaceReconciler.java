package dev.purser.controllers.namespace;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.Reconciler;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/// One pass over one terminating namespace.
final class NamespaceReconciler implements Reconciler<String> {
    private static final String FINALIZER = "kubernetes";

    /// What remains says by watch events when it changes; this is for what is not watched.
    private static final Duration SAFETY_NET = Duration.ofSeconds(15);

    private final Api api;
    private final Timers timers;
    private final ObjectCache namespaces;
    private final MetadataInformers contents;
    private final WorkQueue<String> queue;

    NamespaceReconciler(
            ControllerContext context,
            ObjectCache namespaces,
            MetadataInformers contents,
            WorkQueue<String> queue) {
        this.api = context.api();
        this.timers = context.timers();
        this.namespaces = namespaces;
        this.contents = contents;
        this.queue = queue;
    }

    @Override
    public void reconcile(String name) {
        Optional<KubeObject> cached =
                namespaces
                        .get(new ObjectKey("", name))
                        .filter(namespace -> namespace.deletionTimestamp().isPresent())
                        .filter(NamespaceReconciler::isHeld);
        if (cached.isEmpty()) {
            return;
        }
        Remains remains = empty(name);
        KubeObject namespace = writeConditions(cached.get(), remains);
        if (remains.isEmpty()) {
            release(namespace);
        } else {
            queue.addAfter(name, SAFETY_NET);
        }
    }

    private Remains empty(String namespace) {
        ContentDeletion deletion = new ContentDeletion(api, timers, namespace);
        Remains remains = deletion.run(contents.resources());
        return remains.isEmpty() ? deletion.run(unheard()) : remains;
    }

    /// The resources of definitions that are so new that their informer has not told of them.
    private List<FollowedResource> unheard() {
        return api
                .list(Resources.CUSTOM_RESOURCE_DEFINITIONS, "", ListOptions.all())
                .items()
                .stream()
                .flatMap(object -> FollowedResource.of(new Definition(object)).stream())
                .filter(resource -> !contents.knows(resource.groupResource()))
                .toList();
    }

    private static boolean isHeld(KubeObject namespace) {
        for (var finalizer : namespace.json().path("spec").path("finalizers")) {
            if (finalizer.asString("").equals(FINALIZER)) {
                return true;
            }
        }
        return false;
    }

    private KubeObject writeConditions(KubeObject namespace, Remains remains) {
        KubeObject changed = namespace.copy();
        new NamespaceConditions(timers).write(changed, remains);
        if (changed.equals(namespace)) {
            return namespace;
        }
        return api.updateStatus(Resources.NAMESPACES, changed);
    }

    private void release(KubeObject namespace) {
        KubeObject released = namespace.copy();
        ArrayNode finalizers = released.spec().withArray("finalizers");
        finalizers.removeIf(finalizer -> finalizer.asString("").equals(FINALIZER));
        try {
            var _ =
                    api.updateSubresource(
                            Api.ObjectRef.of(Resources.NAMESPACES, released), "finalize", released);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
