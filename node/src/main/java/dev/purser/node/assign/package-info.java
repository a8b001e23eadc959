/// The pods that are bound to this node, followed by a watch.
@NullMarked
package dev.purser.node.assign;

import org.jspecify.annotations.NullMarked;
