/// Fills aggregated ClusterRoles: one with an `aggregationRule` has the rules of all ClusterRoles
/// that its selectors match.
@NullMarked
package dev.purser.controllers.role;

import org.jspecify.annotations.NullMarked;
