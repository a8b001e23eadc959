/// Clears away pods that no kubelet will ever report on again, because their node is gone.
@NullMarked
package dev.purser.controllers.podgc;

import org.jspecify.annotations.NullMarked;
