package dev.purser.controllers.namespace;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;

/// Queues namespaces (by name) that are being deleted, and again whenever something in them
/// changes.
public final class NamespaceController implements Controller {
    private static final int WORKERS = 2;

    private final ObjectCache namespaces;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public NamespaceController(ControllerContext context, MetadataInformers contents) {
        Informer informer = context.informers().of(Resources.NAMESPACES);
        this.namespaces = informer.cache();
        this.queue = new WorkQueue<>(context.timers());
        NamespaceReconciler reconciler =
                new NamespaceReconciler(context, namespaces, contents, queue);
        this.loop = new ControlLoop<>("namespace-controller", queue, reconciler);
        informer.withHandler(new ChangeHandler(object -> queueIfTerminating(object.name())));
        contents.withHandlers(
                _ -> new ChangeHandler(object -> queueIfTerminating(object.namespace())));
    }

    private void queueIfTerminating(String name) {
        namespaces
                .get(new ObjectKey("", name))
                .flatMap(KubeObject::deletionTimestamp)
                .ifPresent(since -> queue.add(name));
    }

    @Override
    public void start() {
        loop.start(WORKERS);
    }

    @Override
    public void close() {
        loop.close();
    }
}
