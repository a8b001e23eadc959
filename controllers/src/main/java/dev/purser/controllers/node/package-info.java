/// Notices nodes that have fallen silent, and keeps new pods away from nodes that are not well.
///
/// A node shows that it lives by renewing its Lease in `kube-node-lease`. One that has not for a
/// while gets conditions `Unknown`. Conditions and `spec.unschedulable` become `NoSchedule` taints,
/// which is what the scheduler looks at.
@NullMarked
package dev.purser.controllers.node;

import org.jspecify.annotations.NullMarked;
