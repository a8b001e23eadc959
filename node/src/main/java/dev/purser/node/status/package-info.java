/// What a pod's status says, computed from its spec, from what the runtime shows, and from what the
/// pod's loop remembers. Pure functions: the recorded behaviour of a kubelet is their test.
@NullMarked
package dev.purser.node.status;

import org.jspecify.annotations.NullMarked;
