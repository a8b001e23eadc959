package dev.purser.controllers.disruption;

import dev.purser.api.disruption.DisruptionAllowed;
import dev.purser.api.disruption.DisruptionBudget;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Counts for every budget. The queue holds the budgets' names.
public final class DisruptionController implements Controller {
    /// A pod whose eviction was allowed counts as gone for so long, then as one that stays.
    private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    private final Api api;
    private final Timers timers;
    private final EventRecorder recorder;
    private final ObjectCache budgets;
    private final ObjectCache pods;
    private final ExpectedScale scale;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public DisruptionController(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.recorder = context.recorder("controllermanager");
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("disruption-controller", queue, this::reconcile);
        Informer budgetInformer = context.informers().of(Resources.POD_DISRUPTION_BUDGETS);
        budgetInformer.withHandler(new ChangeHandler(budget -> queue.add(ObjectKey.of(budget))));
        this.budgets = budgetInformer.cache();
        Informer podInformer = context.informers().of(Resources.PODS);
        podInformer.withHandler(new PodHandler());
        this.pods = podInformer.cache();
        this.scale = new ExpectedScale(context);
    }

    private void queueBudgetsOf(KubeObject pod) {
        for (KubeObject budget : budgets.inNamespace(pod.namespace())) {
            if (DisruptionBudget.covers(budget, pod)) {
                queue.add(ObjectKey.of(budget));
            }
        }
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = budgets.get(key);
        if (cached.isEmpty()) {
            return;
        }
        KubeObject budget = cached.get();
        List<KubeObject> covered =
                pods.inNamespace(key.namespace()).stream()
                        .filter(pod -> DisruptionBudget.covers(budget, pod))
                        .toList();
        if (covered.isEmpty()) {
            recorder.normal(budget, "NoPods", "No matching pods found");
        }
        try {
            write(budget, counted(budget, covered, scale.of(budget, covered)));
        } catch (ScaleException e) {
            recorder.warning(
                    budget,
                    "CalculateExpectedPodCountFailed",
                    "Failed to calculate the number of expected pods: " + e.getMessage());
            write(budget, failed(budget, e));
        }
    }

    private ObjectNode counted(
            KubeObject budget, List<KubeObject> covered, ExpectedScale.Goal goal) {
        ObjectNode disrupted = disrupted(budget, covered);
        long healthy =
                covered.stream()
                        .filter(pod -> pod.deletionTimestamp().isEmpty())
                        .filter(pod -> !disrupted.has(pod.name()))
                        .filter(PodStates::isReady)
                        .count();
        long spare = Math.max(0, healthy - goal.desiredHealthy());
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("currentHealthy", healthy)
                .put("desiredHealthy", goal.desiredHealthy())
                .put("expectedPods", goal.expectedPods())
                .put("disruptionsAllowed", goal.expectedPods() > 0 ? spare : 0)
                .put("observedGeneration", budget.generation());
        if (!disrupted.isEmpty()) {
            status.set("disruptedPods", disrupted);
        }
        if (budget.status().has("conditions")) {
            status.set("conditions", budget.status().get("conditions").deepCopy());
        }
        DisruptionAllowed.update(status, Timestamps.seconds(timers.instant()));
        return status;
    }

    private ObjectNode failed(KubeObject budget, ScaleException why) {
        ObjectNode status = budget.status().deepCopy();
        status.put("disruptionsAllowed", 0);
        DisruptionAllowed.fail(
                status, String.valueOf(why.getMessage()), Timestamps.seconds(timers.instant()));
        return status;
    }

    /// The pods that are about to go, with the time of their evictions; the budget is looked at
    /// again when the first of them should be gone.
    private ObjectNode disrupted(KubeObject budget, List<KubeObject> covered) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        ObjectNode noted =
                budget.json().path("status").path("disruptedPods") instanceof ObjectNode present
                        ? present
                        : kept;
        Instant now = timers.instant();
        for (KubeObject pod : covered) {
            Optional<Instant> evicted =
                    Timestamps.parse(noted.path(pod.name()).asString(""))
                            .filter(_ -> pod.deletionTimestamp().isEmpty());
            if (evicted.isEmpty()) {
                continue;
            }
            Instant due = evicted.get().plus(DELETION_TIMEOUT);
            if (due.isBefore(now)) {
                recorder.warning(
                        pod,
                        "NotDeleted",
                        "Pod was expected by PDB %s/%s to be deleted but it wasn't"
                                .formatted(budget.namespace(), budget.name()));
            } else {
                kept.set(pod.name(), noted.get(pod.name()));
                queue.addAfter(ObjectKey.of(budget), Duration.between(now, due));
            }
        }
        return kept;
    }

    private void write(KubeObject budget, ObjectNode status) {
        if (JsonEquality.same(budget.json().path("status"), status)) {
            return;
        }
        KubeObject changed = budget.copy();
        changed.json().set("status", status);
        var _ = api.updateStatus(Resources.POD_DISRUPTION_BUDGETS, changed);
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class PodHandler implements ObjectHandler {
        @Override
        public void added(KubeObject pod) {
            queueBudgetsOf(pod);
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            queueBudgetsOf(before);
            queueBudgetsOf(after);
        }

        @Override
        public void deleted(KubeObject last) {
            queueBudgetsOf(last);
        }
    }
}
