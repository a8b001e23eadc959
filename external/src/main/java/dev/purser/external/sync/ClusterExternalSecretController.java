package dev.purser.external.sync;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at ClusterExternalSecrets when they, their ExternalSecrets or namespaces change, and now
/// and then. The queue holds their names.
final class ClusterExternalSecretController implements Controller, MetricsSource {
    private static final String CONDITION = "clusterexternalsecret_status_condition";
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final int WORKERS = 2;

    private final ObjectCache owners;
    private final ClusterExternalSecretReconciler reconciler;
    private final Schedule schedule;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    ClusterExternalSecretController(
            ControllerContext context,
            Informer owners,
            Informer namespaces,
            ClusterExternalSecretReconciler reconciler) {
        this.owners = owners.cache();
        this.reconciler = reconciler;
        this.queue = new WorkQueue<>(context.timers());
        this.schedule = new Schedule(context.timers(), key -> queue.add(key.name()));
        this.loop = new ControlLoop<>("cluster-external-secrets", queue, this::reconcile);
        owners.withHandler(new ChangeHandler(owner -> queue.add(owner.name())));
        namespaces.withHandler(new ChangeHandler(_ -> queueAll()));
    }

    /// Follows the ExternalSecrets that are made, as well.
    void followMade(Informer externalSecrets) {
        externalSecrets.withHandler(new MadeChanges());
    }

    private final class MadeChanges implements ObjectHandler {
        @Override
        public void added(KubeObject made) {
            KnownExternalSecrets.makerOf(made).ifPresent(queue::add);
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (KnownExternalSecrets.isNews(before, after)) {
                added(after);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            added(last);
        }
    }

    /// Any namespace may be one of any of them; those are few.
    private void queueAll() {
        owners.list().forEach(owner -> queue.add(owner.name()));
    }

    private void reconcile(String name) {
        Optional<KubeObject> owner = reconciler.reconcile(name);
        ObjectKey key = new ObjectKey("", name);
        if (owner.isPresent()) {
            schedule.after(key, interval(owner.get()));
        } else {
            schedule.cancel(key);
        }
    }

    private static Duration interval(KubeObject owner) {
        String text = owner.json().path("spec").path("refreshTime").asString("");
        return GoDuration.read(text).filter(Duration::isPositive).orElse(REFRESH);
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                CONDITION,
                MetricsText.Type.GAUGE,
                "The status condition of a specific Cluster External Secret");
        for (KubeObject owner : owners.list()) {
            String ready = Conditions.status(owner.json().path("status"), "Ready");
            for (String status : ready.isEmpty() ? List.<String>of() : List.of("True", "False")) {
                text.sample(
                        CONDITION,
                        List.of(
                                Map.entry("condition", "Ready"),
                                Map.entry("name", owner.name()),
                                Map.entry("namespace", ""),
                                Map.entry("status", status)),
                        ready.equals(status) ? 1L : 0L);
            }
        }
    }

    @Override
    public void start() {
        loop.start(WORKERS);
    }

    @Override
    public void close() {
        schedule.close();
        loop.close();
    }
}
