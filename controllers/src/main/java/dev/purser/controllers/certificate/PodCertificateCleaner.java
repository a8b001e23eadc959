package dev.purser.controllers.certificate;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Removes requests for pods' certificates a quarter of an hour after they were made
/// (`podcertificaterequestcleaner`): by then they are answered, or never will be.
public final class PodCertificateCleaner implements Controller {
    private static final GroupVersionResource RESOURCE =
            new GroupVersionResource("certificates.k8s.io", "v1", "podcertificaterequests");
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Api api;
    private final Timers timers;
    private final ObjectCache requests;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public PodCertificateCleaner(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("pod-certificate-cleaner", queue, this::reconcile);
        Informer informer = context.informers().of(RESOURCE);
        informer.withHandler(new ChangeHandler(request -> queue.add(ObjectKey.of(request))));
        this.requests = informer.cache();
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = requests.get(key);
        if (cached.isEmpty()) {
            return;
        }
        String created = cached.get().metadata().path("creationTimestamp").asString("");
        Instant end = Timestamps.parse(created).orElse(timers.instant()).plus(LIFETIME);
        Duration left = Duration.between(timers.instant(), end);
        if (left.isPositive()) {
            queue.addAfter(key, left);
            return;
        }
        try {
            api.delete(
                    ObjectRef.of(RESOURCE, cached.get()), DeleteOptions.ofUid(cached.get().uid()));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
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
}
