/// Pauses that grow while something fails again and again, as kubelet counts them.
@NullMarked
package dev.purser.node.retry;

import org.jspecify.annotations.NullMarked;
