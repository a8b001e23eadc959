/// The rules of kinds that say how many Pods there shall be.
@NullMarked
package dev.purser.api.kind.autoscaling;

import org.jspecify.annotations.NullMarked;
