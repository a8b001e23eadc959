package dev.purser.controllers.deployment;

import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.HashMap;
import java.util.Map;

/// One step of a rolling update: grow the new ReplicaSet as far as the surge allows, or shrink the
/// old ones as far as availability allows.
final class RollingUpdate {
    private final Rollout rollout;
    private final Deployment deployment;

    RollingUpdate(Rollout rollout) {
        this.rollout = rollout;
        this.deployment = rollout.deployment();
    }

    /// Does a step.
    ///
    /// @return whether anything was scaled
    boolean step(Replicas replicas) {
        return growNew(replicas) || shrinkOld(replicas);
    }

    private boolean growNew(Replicas replicas) {
        ReplicaSet newest = replicas.newest().orElseThrow();
        int size =
                newest.replicas() > deployment.replicas()
                        ? deployment.replicas()
                        : NewSize.of(deployment, replicas);
        if (newest.replicas() == deployment.replicas() || size == newest.replicas()) {
            return false;
        }
        rollout.scale(newest, size);
        return true;
    }

    private boolean shrinkOld(Replicas replicas) {
        if (replicas.activeOld().isEmpty()) {
            return false;
        }
        int minAvailable = deployment.replicas() - deployment.maxUnavailable();
        int newUnavailable =
                replicas.newest(ReplicaSet::replicas)
                        - replicas.newest(ReplicaSet::availableReplicas);
        int removable = replicas.wanted() - minAvailable - newUnavailable;
        if (removable <= 0) {
            return false;
        }
        Removal removal = new Removal(removable);
        removal.removeUnhealthy(replicas);
        int spare = replicas.sum(RollingUpdate::lastingAvailable) - minAvailable;
        removal.removeHealthy(replicas, spare);
        return removal.happened;
    }

    /// How many available pods a ReplicaSet will keep: those beyond its size are going already,
    /// whether its status shows it yet or not.
    private static int lastingAvailable(ReplicaSet set) {
        return Math.min(set.replicas(), set.availableReplicas());
    }

    /// Takes pods from the old ReplicaSets, eldest first.
    private final class Removal {
        private final Map<String, ReplicaSet> current = new HashMap<>();
        private int unhealthyLeft;
        private boolean happened;

        Removal(int removable) {
            this.unhealthyLeft = removable;
        }

        /// Pods that serve nobody can go without waiting for their successors.
        void removeUnhealthy(Replicas replicas) {
            for (ReplicaSet set : replicas.activeOld()) {
                int unavailable = set.replicas() - set.availableReplicas();
                int count = Math.min(unhealthyLeft, unavailable);
                if (count > 0) {
                    unhealthyLeft -= count;
                    shrink(set, count);
                }
            }
        }

        void removeHealthy(Replicas replicas, int spare) {
            int left = spare;
            for (ReplicaSet listed : replicas.activeOld()) {
                ReplicaSet set = current.getOrDefault(listed.name(), listed);
                int count = Math.min(left, set.replicas());
                if (count > 0) {
                    left -= count;
                    shrink(set, count);
                }
            }
        }

        private void shrink(ReplicaSet set, int count) {
            current.put(set.name(), rollout.scale(set, set.replicas() - count));
            happened = true;
        }
    }
}
