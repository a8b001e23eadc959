/// Keeps the status of PodDisruptionBudgets: how many pods a budget covers, how many are healthy,
/// and how many may be evicted.
@NullMarked
package dev.purser.controllers.disruption;

import org.jspecify.annotations.NullMarked;
