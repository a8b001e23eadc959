package dev.purser.controllers.expiry;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Deletes each object of a resource in the moment in which it expires, where Kubernetes looks at
/// all of them every now and then.
///
/// An object has one timer. One that comes to expire later is looked at when the timer runs out, so
/// that writing it often costs nothing; one that comes to expire sooner is looked at then.
public final class ExpiryController implements Controller {
    private final GroupVersionResource resource;
    private final Function<KubeObject, Optional<Instant>> end;
    private final Api api;
    private final Timers timers;
    private final ObjectCache objects;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    /// @param name of the controller's thread
    /// @param informer of the objects
    /// @param end when an object expires, by what it says now; empty for never, or not yet known
    public ExpiryController(
            String name,
            ControllerContext context,
            Informer informer,
            Function<KubeObject, Optional<Instant>> end) {
        this.resource = informer.resource();
        this.end = end;
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>(name, queue, this::reconcile);
        informer.withHandler(new Handler());
        this.objects = informer.cache();
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> object =
                objects.get(key).filter(found -> found.deletionTimestamp().isEmpty());
        Optional<Instant> expiry = object.flatMap(end);
        if (object.isEmpty() || expiry.isEmpty()) {
            return;
        }
        Duration left = Duration.between(timers.instant(), expiry.get());
        if (left.isPositive()) {
            queue.addAfter(key, left);
        } else {
            api.deleteIfExists(resource, object.get());
        }
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Handler implements ObjectHandler {
        @Override
        public void added(KubeObject object) {
            queue.add(ObjectKey.of(object));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            Optional<Instant> sooner =
                    end.apply(after)
                            .filter(now ->
                                    end.apply(before)
                                            .filter(then -> !now.isBefore(then))
                                            .isEmpty());
            if (sooner.isPresent() || !before.uid().equals(after.uid())) {
                added(after);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            // The timer will find nothing.
        }
    }
}
