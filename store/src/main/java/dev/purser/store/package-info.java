/// Where objects live: revisioned keys, compare-and-set transactions, and one ordered feed of
/// changes.
///
/// [Store] is the contract that a database implements (module store-sqlite, later store-etcd);
/// `store-seal` decorates one with encryption at rest. [RevisionCache] stands before a store and
/// serves every read and every watch from memory.
///
/// Keys follow Kubernetes' layout under `/registry/`: `/registry/configmaps/NAMESPACE/NAME`,
/// `/registry/apps/deployments/…` where etcd has it so. Revisions are positive, rise by one with
/// every transaction, and become the `resourceVersion` that clients see.
@NullMarked
package dev.purser.store;

import org.jspecify.annotations.NullMarked;
