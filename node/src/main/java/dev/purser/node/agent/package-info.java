/// The node agent as a whole: wires the other packages together, and starts and ends them in order.
@NullMarked
package dev.purser.node.agent;

import org.jspecify.annotations.NullMarked;
