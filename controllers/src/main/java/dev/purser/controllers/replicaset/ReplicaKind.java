package dev.purser.controllers.replicaset;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.controllers.object.Resources;

/// One of the two kinds that keep a number of pods running. A ReplicationController is the older
/// one: its selector is a plain map of labels, and its status does not count pods that are going.
///
/// @param kind as owner references name it
/// @param controller the controller's name, in events and for its work
record ReplicaKind(String kind, GroupVersionResource resource, String controller) {
    static final ReplicaKind REPLICA_SET =
            new ReplicaKind("ReplicaSet", Resources.REPLICA_SETS, "replicaset-controller");
    static final ReplicaKind REPLICATION_CONTROLLER =
            new ReplicaKind(
                    "ReplicationController",
                    Resources.REPLICATION_CONTROLLERS,
                    "replication-controller");

    boolean countsTerminating() {
        return equals(REPLICA_SET);
    }
}
