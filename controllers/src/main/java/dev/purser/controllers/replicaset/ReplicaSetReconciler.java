package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.Reconciler;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Claims;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One pass over one ReplicaSet: claim pods, create or delete the difference, write the status.
final class ReplicaSetReconciler implements Reconciler<ObjectKey> {
    private static final Duration LOST_CHANGE = Duration.ofSeconds(1);

    private final ReplicaKind kind;
    private final Api api;
    private final Timers timers;
    private final ObjectCache sets;
    private final ObjectCache pods;
    private final Expectations expectations;
    private final WorkQueue<ObjectKey> queue;
    private final PodChanges changes;

    ReplicaSetReconciler(
            ControllerContext context,
            ReplicaKind kind,
            ObjectCache sets,
            ObjectCache pods,
            Expectations expectations,
            WorkQueue<ObjectKey> queue) {
        this.kind = kind;
        this.api = context.api();
        this.timers = context.timers();
        this.sets = sets;
        this.pods = pods;
        this.expectations = expectations;
        this.queue = queue;
        this.changes = new PodChanges(api, expectations, context.recorder(kind.controller()));
    }

    @Override
    public void reconcile(ObjectKey key) throws InterruptedException {
        Optional<KubeObject> cached = sets.get(key);
        if (cached.isEmpty()) {
            expectations.forget(key);
            return;
        }
        ReplicaSet set = new ReplicaSet(cached.get());
        boolean cacheIsCurrent = expectations.areFulfilled(key);
        if (!cacheIsCurrent) {
            // The change that is waited for brings the set back, unless it is lost with a watch.
            queue.addAfter(key, LOST_CHANGE);
        }
        List<KubeObject> inNamespace = pods.inNamespace(key.namespace());
        List<KubeObject> active =
                new Claims(api, kind.resource(), set.object(), set.selector())
                        .claim(
                                Resources.PODS,
                                inNamespace.stream().filter(PodStates::isActive).toList());
        int terminating = (int) inNamespace.stream().filter(pod -> isLeaving(pod, set)).count();

        int difference = active.size() - set.replicas();
        Optional<StatusException> failure =
                cacheIsCurrent && !set.isDeleting()
                        ? changes.apply(set, active, difference, timers.instant())
                        : Optional.empty();
        writeStatus(set, new ReplicaSetStatus.Pods(active, terminating), failure, difference);
        queueWhenNextBecomesAvailable(key, set, active);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private static boolean isLeaving(KubeObject pod, ReplicaSet set) {
        return PodStates.isTerminating(pod) && Owners.isControlledBy(pod, set.object());
    }

    private void writeStatus(
            ReplicaSet set,
            ReplicaSetStatus.Pods ofSet,
            Optional<StatusException> failure,
            int difference) {
        ReplicaSetStatus status = new ReplicaSetStatus(kind, set, timers.instant());
        status.compute(ofSet, failure, difference)
                .ifPresent(changed -> api.updateStatus(kind.resource(), changed));
    }

    private void queueWhenNextBecomesAvailable(
            ObjectKey key, ReplicaSet set, List<KubeObject> active) {
        if (set.minReady().isZero()) {
            return;
        }
        Instant now = timers.instant();
        active.stream()
                .map(pod -> PodStates.availableFrom(pod, set.minReady()))
                .flatMap(Optional::stream)
                .filter(from -> from.isAfter(now))
                .min(Instant::compareTo)
                .ifPresent(from -> queue.addAfter(key, Duration.between(now, from)));
    }
}
