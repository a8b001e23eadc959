/// Commands that are run in containers for `exec`.
///
/// They go by containerd's own task service, and their streams are named pipes between this process
/// and containerd's shim. The streaming server of containerd's CRI stands still when a command does
/// not read its input, and then loses how the command ended; and it would end with containerd.
@NullMarked
package dev.purser.node.exec;

import org.jspecify.annotations.NullMarked;
