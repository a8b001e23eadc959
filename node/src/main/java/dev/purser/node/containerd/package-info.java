/// A containerd of Purser's own: its configuration, and its process, which outlives Purser so that
/// pods keep running while Purser restarts.
///
/// Root, state and socket lie under the data directory. A containerd or Docker of the host is never
/// touched.
@NullMarked
package dev.purser.node.containerd;

import org.jspecify.annotations.NullMarked;
