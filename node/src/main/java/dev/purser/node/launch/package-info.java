/// From a pod to what the runtime is told: the configurations of sandboxes and containers, the
/// files that kubelet manages inside containers, and security, resources and names as kubelet sets
/// them.
@NullMarked
package dev.purser.node.launch;

import org.jspecify.annotations.NullMarked;
