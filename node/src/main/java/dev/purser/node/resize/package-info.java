/// Changing what running pods may use (KEP-1287): what the node has granted to each pod, what it
/// grants next, and in which order, and what of it is in force.
@NullMarked
package dev.purser.node.resize;

import org.jspecify.annotations.NullMarked;
