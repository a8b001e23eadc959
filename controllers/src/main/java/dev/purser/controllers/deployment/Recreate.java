package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.List;

/// One step of the `Recreate` strategy: stop the old pods, wait until they have ended, start the
/// new.
final class Recreate {
    private final Rollout rollout;

    Recreate(Rollout rollout) {
        this.rollout = rollout;
    }

    /// Does a step.
    ///
    /// @param pods those of the Deployment's namespace
    /// @return the ReplicaSets after it
    Replicas step(List<ReplicaSet> sets, List<KubeObject> pods) {
        NewReplicaSet newReplicaSet = new NewReplicaSet(rollout);
        Replicas replicas = newReplicaSet.find(sets);
        List<ReplicaSet> active = replicas.activeOld();
        if (!active.isEmpty()) {
            active.forEach(set -> rollout.scale(set, 0));
            return replicas;
        }
        if (isAnyOldRunning(replicas, pods)) {
            return replicas;
        }
        Replicas complete = newReplicaSet.orCreate(replicas);
        complete.newest()
                .filter(newest -> newest.replicas() != rollout.deployment().replicas())
                .ifPresent(newest -> rollout.scale(newest, rollout.deployment().replicas()));
        return complete;
    }

    private static boolean isAnyOldRunning(Replicas replicas, List<KubeObject> pods) {
        for (ReplicaSet set : replicas.old()) {
            boolean runs =
                    set.statusReplicas() > 0
                            || pods.stream()
                                    .filter(pod -> Owners.isControlledBy(pod, set.object()))
                                    .anyMatch(pod -> !PodStates.isTerminal(pod));
            if (runs) {
                return true;
            }
        }
        return false;
    }
}
