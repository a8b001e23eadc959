/// The end of a node: its pods are ended in the order of their priorities, each group with a time
/// of its own, as Kubernetes' graceful node shutdown does (KEP-2000, KEP-2712).
@NullMarked
package dev.purser.node.shutdown;

import org.jspecify.annotations.NullMarked;
