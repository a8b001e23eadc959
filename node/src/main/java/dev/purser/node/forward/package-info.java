/// Connections into the network of a pod, for port forwarding.
///
/// They are made here rather than by the streaming server of containerd's CRI: that one ends a
/// connection a second after either side has sent its last byte, and with it an answer that takes
/// longer.
@NullMarked
package dev.purser.node.forward;

import org.jspecify.annotations.NullMarked;
