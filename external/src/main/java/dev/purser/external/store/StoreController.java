package dev.purser.external.store;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Looks after the stores of one kind: whether each can be opened and its credentials are good, now
/// and then again. Says so in status and events.
public final class StoreController implements Controller {
    /// The operator's own (`--store-requeue-interval`).
    private static final Duration REFRESH = Duration.ofMinutes(5);

    private static final int WORKERS = 8;

    private final StoreKind kind;
    private final Informer informer;
    private final StorePool pool;
    private final StoreStatus status;
    private final Timers timers;
    private final RandomGenerator random;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;
    private final Map<ObjectKey, Timers.Timer> next = new ConcurrentHashMap<>();

    public StoreController(
            StoreKind kind, ControllerContext context, Informer informer, StorePool pool) {
        this.kind = kind;
        this.informer = informer;
        this.pool = pool;
        this.timers = context.timers();
        this.random = context.random();
        Api api = context.api();
        EventRecorder events = context.recorder("secret-store");
        this.status = new StoreStatus(kind, api, events, timers);
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("external-" + kind.resource().resource(), queue, this::check);
        informer.withHandler(new Changes());
    }

    /// Looks at a store soon.
    public void wake(StoreRef ref) {
        if (ref.kind() == kind) {
            queue.add(ref.key());
        }
    }

    private void check(ObjectKey key) throws InterruptedException {
        Optional<KubeObject> found = informer.cache().get(key);
        if (found.isEmpty() || !StoreSpec.isOurs(found.get())) {
            return;
        }
        KubeObject store = found.get();
        Duration pause = REFRESH;
        try {
            StoreSpec spec = StoreSpec.of(kind, store);
            pause = spec.refresh().isZero() ? REFRESH : spec.refresh();
            validate(spec);
            status.valid(store);
        } catch (ProviderException e) {
            if (e.kind() == Kind.UNSUPPORTED) {
                status.unknown(store, e.getMessage());
            } else {
                status.invalid(store, e.getMessage());
                pause = e.retryAfter().orElse(pause);
            }
        }
        again(key, pause);
    }

    /// Nobody's credentials are asked for where each user has its own.
    private void validate(StoreSpec spec) throws ProviderException, InterruptedException {
        if (!StorePool.isReferent(spec)) {
            pool.ownSession(spec).validate();
        }
    }

    private void again(ObjectKey key, Duration pause) {
        long jitter = (long) (random.nextDouble() * pause.toNanos() / 10);
        Timers.Timer timer = timers.after(pause.plusNanos(jitter), () -> queue.add(key));
        Timers.Timer before = next.put(key, timer);
        if (before != null) {
            before.close();
        }
    }

    private void forget(ObjectKey key) {
        Timers.Timer timer = next.remove(key);
        if (timer != null) {
            timer.close();
        }
    }

    private final class Changes implements ObjectHandler {
        @Override
        public void added(KubeObject store) {
            queue.add(ObjectKey.of(store));
            pool.appeared(StoreRef.of(kind, store));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            boolean same =
                    before.uid().equals(after.uid())
                            && before.generation() == after.generation()
                            && before.annotations().equals(after.annotations());
            if (!same) {
                queue.add(ObjectKey.of(after));
                pool.respecified(StoreRef.of(kind, after));
            }
        }

        @Override
        public void deleted(KubeObject last) {
            pool.drop(StoreRef.of(kind, last));
            forget(ObjectKey.of(last));
        }
    }

    @Override
    public void start() {
        loop.start(WORKERS);
    }

    @Override
    public void close() {
        loop.close();
        next.values().forEach(Timers.Timer::close);
        next.clear();
    }
}
