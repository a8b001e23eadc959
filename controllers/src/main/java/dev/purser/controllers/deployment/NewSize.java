package dev.purser.controllers.deployment;

import dev.purser.controllers.replicaset.ReplicaSet;

/// How large the ReplicaSet of the present template may be now.
final class NewSize {
    private NewSize() {}

    /// Its size, given all ReplicaSets there are. A rolling update fills up to the wanted number
    /// plus the surge; otherwise it is the wanted number.
    static int of(Deployment deployment, Replicas replicas) {
        if (deployment.isRecreate()) {
            return deployment.replicas();
        }
        int present = replicas.newest(ReplicaSet::replicas);
        int room = deployment.replicas() + deployment.maxSurge() - replicas.wanted();
        if (room <= 0) {
            return present;
        }
        return present + Math.min(room, deployment.replicas() - present);
    }
}
