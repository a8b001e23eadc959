/// The network of this node's pods: a bridge, made by the CNI plugins that containerd runs, with an
/// address range of its own.
///
/// Bridge and range belong to one data directory, so that several Pursers run side by side.
@NullMarked
package dev.purser.node.network;

import org.jspecify.annotations.NullMarked;
