/// Logs, exec, attach and port-forward of this node's pods, as the API server asks for them.
@NullMarked
package dev.purser.node.stream;

import org.jspecify.annotations.NullMarked;
