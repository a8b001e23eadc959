package dev.purser.controllers.certificate;

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
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Removes requests for certificates that are over (`csrcleaner`): decided ones an hour after the
/// decision, those that nobody decides or signs after a day. Each is looked at when its time has
/// come, where Kubernetes looks at all of them every hour.
public final class CertificateCleaner implements Controller {
    private static final Duration DECIDED = Duration.ofHours(1);
    private static final Duration WAITING = Duration.ofHours(24);

    private final Api api;
    private final Timers timers;
    private final ObjectCache requests;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public CertificateCleaner(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("certificate-cleaner", queue, this::reconcile);
        Informer informer = context.informers().of(SigningRequest.RESOURCE);
        informer.withHandler(new ChangeHandler(request -> queue.add(request.name())));
        this.requests = informer.cache();
    }

    private void reconcile(String name) {
        Optional<KubeObject> cached = requests.get(new ObjectKey("", name));
        Optional<Instant> end = cached.map(SigningRequest::new).flatMap(CertificateCleaner::end);
        if (cached.isEmpty() || end.isEmpty()) {
            return;
        }
        Duration left = Duration.between(timers.instant(), end.get());
        if (left.isNegative()) {
            delete(cached.get());
        } else {
            queue.addAfter(name, left.plusMillis(1));
        }
    }

    /// When a request is over, by whatever says so first.
    private static Optional<Instant> end(SigningRequest request) {
        List<Instant> ends = new ArrayList<>();
        if (request.isPending()) {
            request.created().ifPresent(created -> ends.add(created.plus(WAITING)));
        }
        for (String verdict : List.of(SigningRequest.DENIED, SigningRequest.FAILED)) {
            request.written(verdict).ifPresent(time -> ends.add(time.plus(DECIDED)));
        }
        Duration patience = request.isIssued() ? DECIDED : WAITING;
        request.written(SigningRequest.APPROVED).ifPresent(time -> ends.add(time.plus(patience)));
        return ends.isEmpty() ? Optional.empty() : Optional.of(Collections.min(ends));
    }

    private void delete(KubeObject request) {
        try {
            api.delete(
                    ObjectRef.of(SigningRequest.RESOURCE, request),
                    DeleteOptions.ofUid(request.uid()));
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
