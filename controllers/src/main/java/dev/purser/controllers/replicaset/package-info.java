/// Keeps as many pods of a template running as a ReplicaSet, or a ReplicationController, asks for.
///
/// [dev.purser.controllers.replicaset.ReplicaSetController] queues ReplicaSets when they or their
/// pods change; the reconciler claims pods by selector and owner reference, creates or deletes the
/// difference, and writes the status.
@NullMarked
package dev.purser.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
