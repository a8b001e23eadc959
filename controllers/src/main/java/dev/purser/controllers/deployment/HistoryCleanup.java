package dev.purser.controllers.deployment;

import dev.purser.controllers.object.Resources;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.Comparator;
import java.util.List;

/// Deletes the ReplicaSets of revisions that nobody will roll back to any more.
final class HistoryCleanup {
    private final Rollout rollout;

    HistoryCleanup(Rollout rollout) {
        this.rollout = rollout;
    }

    /// Deletes the oldest revisions beyond the Deployment's limit.
    void run(List<ReplicaSet> old) {
        var limit = rollout.deployment().revisionHistoryLimit();
        if (limit.isEmpty()) {
            return;
        }
        List<ReplicaSet> byRevision =
                old.stream()
                        .filter(set -> !set.isDeleting())
                        .sorted(Comparator.comparingLong(RevisionAnnotations::revision))
                        .toList();
        byRevision.stream()
                .limit(Math.max(0, byRevision.size() - limit.getAsInt()))
                .filter(HistoryCleanup::isAtRest)
                .forEach(set -> rollout.api().deleteIfExists(Resources.REPLICA_SETS, set.object()));
    }

    private static boolean isAtRest(ReplicaSet set) {
        return set.replicas() == 0
                && set.statusReplicas() == 0
                && set.object().generation() <= set.observedGeneration();
    }
}
