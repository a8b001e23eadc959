package dev.purser.controllers.namespace;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.Reconciler;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
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
    private final List<ResourceType> types;
    private final WorkQueue<String> queue;

    NamespaceReconciler(
            ControllerContext context,
            ObjectCache namespaces,
            List<ResourceType> types,
            WorkQueue<String> queue) {
        this.api = context.api();
        this.timers = context.timers();
        this.namespaces = namespaces;
        this.types = types.stream().filter(ResourceType::isNamespaced).toList();
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
        Remains remains = new ContentDeletion(api, timers, name).run(types);
        KubeObject namespace = writeConditions(cached.get(), remains);
        if (remains.isEmpty()) {
            release(namespace);
        } else {
            queue.addAfter(name, SAFETY_NET);
        }
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
