/// Reading pods: typed views of the parts of a pod's JSON that the node acts on. The API server has
/// filled in the defaults and checked everything, so nothing is checked again.
@NullMarked
package dev.purser.node.spec;

import org.jspecify.annotations.NullMarked;
