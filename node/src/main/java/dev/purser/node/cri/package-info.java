/// The container runtime: containerd's CRI service, and its event service, over gRPC on a Unix
/// socket.
///
/// [dev.purser.node.cri.CriRuntime] and [dev.purser.node.cri.CriImages] are the seams that the rest
/// of the node is written and tested against. Configurations go in as the CRI's own messages; what
/// comes back are records of the few facts the node needs.
@NullMarked
package dev.purser.node.cri;

import org.jspecify.annotations.NullMarked;
