package dev.purser.controllers.garbage;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.metadata.FollowedResource;
import dev.purser.controllers.metadata.MetadataInformers;
import dev.purser.controllers.metadata.OwnerReference;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;

/// Queues objects whose owners, dependents or own deletion may ask for something.
public final class GarbageCollector implements Controller {
    private static final int WORKERS = 5;

    private final MetadataInformers contents;
    private final WorkQueue<Item> queue;
    private final ControlLoop<Item> loop;

    public GarbageCollector(ControllerContext context, MetadataInformers contents) {
        this.contents = contents;
        this.queue = new WorkQueue<>(context.timers());
        this.loop =
                new ControlLoop<>(
                        "garbage-collector",
                        queue,
                        new GarbageReconciler(context.api(), contents, queue));
        contents.withHandlers(resource -> new Handler(resource.resource()));
        contents.onServed(this::reconsiderDependents);
    }

    /// As long as nobody knew the kind of their owner, they stayed.
    private void reconsiderDependents(FollowedResource owners) {
        contents.dependents(owners).forEach(dependent -> queue.add(Item.of(dependent)));
    }

    @Override
    public void start() {
        loop.start(WORKERS);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Handler implements ObjectHandler {
        private final GroupVersionResource resource;

        Handler(GroupVersionResource resource) {
            this.resource = resource;
        }

        @Override
        public void added(KubeObject object) {
            boolean concerned =
                    !object.metadata().path("ownerReferences").isEmpty()
                            || object.deletionTimestamp().isPresent();
            if (concerned) {
                queue.add(Item.of(resource, object));
            }
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (!before.uid().equals(after.uid())) {
                deleted(before);
                added(after);
                return;
            }
            boolean ownersChanged = changed(before, after, "ownerReferences");
            if (ownersChanged) {
                queueWaitingOwners(before);
            }
            if (ownersChanged
                    || changed(before, after, "deletionTimestamp")
                    || changed(before, after, "finalizers")) {
                added(after);
            }
        }

        private static boolean changed(KubeObject before, KubeObject after, String field) {
            return !before.metadata().path(field).equals(after.metadata().path(field));
        }

        @Override
        public void deleted(KubeObject last) {
            contents.dependents(last.uid()).forEach(dependent -> queue.add(Item.of(dependent)));
            queueWaitingOwners(last);
        }

        private void queueWaitingOwners(KubeObject object) {
            for (OwnerReference owner : OwnerReference.of(object)) {
                contents.find(owner.uid())
                        .filter(found -> DeletionState.waitsForDependents(found.object()))
                        .ifPresent(found -> queue.add(Item.of(found)));
            }
        }
    }
}
