/// What evictions and the controller of PodDisruptionBudgets have in common.
@NullMarked
package dev.purser.api.disruption;

import org.jspecify.annotations.NullMarked;
