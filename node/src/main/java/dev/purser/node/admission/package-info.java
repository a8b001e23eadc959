/// Whether this node takes a pod on: what kubelet asks, in its order and in its words.
@NullMarked
package dev.purser.node.admission;

import org.jspecify.annotations.NullMarked;
