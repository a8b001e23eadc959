package dev.purser.controllers.event;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Deletes old events. Each has one timer, which is set anew if the event was written meanwhile.
public final class EventExpiry implements Controller {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Api api;
    private final Timers timers;
    private final ObjectCache events;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public EventExpiry(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("event-expiry", queue, this::reconcile);
        Informer informer =
                context.informers()
                        .with(
                                InformerOptions.all(Resources.EVENTS)
                                        .withTransform(EventExpiry::strip));
        informer.withHandler(new Handler());
        this.events = informer.cache();
    }

    private static KubeObject strip(KubeObject event) {
        event.json().retain("metadata", "lastTimestamp", "eventTime", "series");
        event.metadata().remove("managedFields");
        return event;
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = events.get(key);
        if (cached.isEmpty()) {
            return;
        }
        Duration left =
                Duration.between(timers.instant(), lastWritten(cached.get()).plus(LIFETIME));
        if (left.isPositive()) {
            queue.addAfter(key, left);
            return;
        }
        try {
            api.delete(
                    Api.ObjectRef.of(Resources.EVENTS, cached.get()),
                    DeleteOptions.ofUid(cached.get().uid()));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static Instant lastWritten(KubeObject event) {
        JsonNode json = event.json();
        return Stream.of(
                        json.path("metadata").path("creationTimestamp"),
                        json.path("lastTimestamp"),
                        json.path("eventTime"),
                        json.path("series").path("lastObservedTime"))
                .map(time -> Timestamps.parse(time.asString("")))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
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
        public void added(KubeObject event) {
            queue.add(ObjectKey.of(event));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            // The timer of its creation is still running.
        }

        @Override
        public void deleted(KubeObject last) {
            // The timer will find nothing.
        }
    }
}
