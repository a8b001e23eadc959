/// What the node tells the API about itself and its pods: the Node object and its conditions, the
/// lease that shows it is alive, and the status of pods.
@NullMarked
package dev.purser.node.report;

import org.jspecify.annotations.NullMarked;
