/// The volumes of this node's pods, as directories of the host that are mounted into containers.
///
/// Volumes are laid out as kubelet does (`ROOT/pods/UID/volumes/kubernetes.io~configmap/NAME`).
/// Configuration is projected by an atomic swap: a new directory is filled, and one rename of the
/// symlink `..data` makes it visible, so that a reader sees the old files or the new ones and never
/// a mix. A change of a ConfigMap or Secret runs from the watch event to that rename without a poll
/// in between. What may be secret is kept on tmpfs and never reaches the disk.
@NullMarked
package dev.purser.node.volume;

import org.jspecify.annotations.NullMarked;
