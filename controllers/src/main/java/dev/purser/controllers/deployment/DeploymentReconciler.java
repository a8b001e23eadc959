package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.queue.Reconciler;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.deployment.RolloutConditions.Condition;
import dev.purser.controllers.object.Claims;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.List;
import java.util.Optional;

/// One pass over one Deployment.
final class DeploymentReconciler implements Reconciler<ObjectKey> {
    private static final String PAUSED = "DeploymentPaused";

    private final ControllerContext context;
    private final EventRecorder recorder;
    private final ObjectCache deployments;
    private final ObjectCache sets;
    private final ObjectCache pods;
    private final WorkQueue<ObjectKey> queue;

    DeploymentReconciler(ControllerContext context, WorkQueue<ObjectKey> queue) {
        this.context = context;
        this.recorder = context.recorder("deployment-controller");
        this.deployments = context.informers().of(Resources.DEPLOYMENTS).cache();
        this.sets = context.informers().of(Resources.REPLICA_SETS).cache();
        this.pods = context.informers().of(Resources.PODS).cache();
        this.queue = queue;
    }

    @Override
    public void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = deployments.get(key);
        if (cached.isEmpty()) {
            return;
        }
        Deployment deployment = new Deployment(cached.get());
        Rollout rollout = new Rollout(context.api(), recorder, context.timers(), deployment);
        if (deployment.labelSelector().isEverything()) {
            recorder.warning(
                    deployment.object(),
                    "SelectingAll",
                    "This deployment is selecting all pods. A non-empty selector is required.");
            return;
        }
        List<ReplicaSet> claimed = claim(deployment);
        if (deployment.isDeleting()) {
            new RolloutStatus(rollout, new NewReplicaSet(rollout).find(claimed)).writeCounts();
            return;
        }
        reportPause(rollout);
        if (deployment.isPaused() || Scaling.isNeeded(deployment, claimed)) {
            scale(rollout, claimed);
        } else {
            roll(rollout, claimed, key);
        }
    }

    private List<ReplicaSet> claim(Deployment deployment) {
        return new Claims(
                        context.api(),
                        Resources.DEPLOYMENTS,
                        deployment.object(),
                        deployment.labelSelector())
                        .claim(
                                Resources.REPLICA_SETS,
                                sets.inNamespace(deployment.object().namespace()))
                        .stream()
                        .map(ReplicaSet::new)
                        .toList();
    }

    /// Says in the conditions that the rollout is held, or goes on.
    private static void reportPause(Rollout rollout) {
        Deployment deployment = rollout.deployment();
        RolloutConditions conditions = rollout.conditions();
        String reason =
                conditions.find(RolloutConditions.PROGRESSING).map(Condition::reason).orElse("");
        if (deployment.progressDeadline().isEmpty()
                || reason.equals("ProgressDeadlineExceeded")
                || deployment.isPaused() == reason.equals(PAUSED)) {
            return;
        }
        conditions.set(
                deployment.isPaused()
                        ? new Condition(
                                RolloutConditions.PROGRESSING,
                                "Unknown",
                                PAUSED,
                                "Deployment is paused")
                        : new Condition(
                                RolloutConditions.PROGRESSING,
                                "Unknown",
                                "DeploymentResumed",
                                "Deployment is resumed"));
        rollout.write(changed -> conditions.writeTo(changed.status()));
    }

    private static void scale(Rollout rollout, List<ReplicaSet> claimed) {
        Replicas replicas = new NewReplicaSet(rollout).find(claimed);
        new Scaling(rollout).run(replicas);
        if (rollout.deployment().isPaused()) {
            new HistoryCleanup(rollout).run(replicas.old());
        }
        new RolloutStatus(rollout, replicas).writeCounts();
    }

    private void roll(Rollout rollout, List<ReplicaSet> claimed, ObjectKey key) {
        Replicas replicas;
        if (rollout.deployment().isRecreate()) {
            replicas = new Recreate(rollout).step(claimed, pods.inNamespace(key.namespace()));
        } else {
            NewReplicaSet newReplicaSet = new NewReplicaSet(rollout);
            replicas = newReplicaSet.orCreate(newReplicaSet.find(claimed));
            new RollingUpdate(rollout).step(replicas);
        }
        RolloutStatus status = new RolloutStatus(rollout, replicas);
        if (status.isComplete()) {
            new HistoryCleanup(rollout).run(replicas.old());
        }
        status.writeProgress().ifPresent(delay -> queue.addAfter(key, delay));
    }
}
