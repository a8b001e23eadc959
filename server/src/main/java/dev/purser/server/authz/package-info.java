/// From an identity and what it wants to a decision.
///
/// [dev.purser.server.authz.RbacIndex] follows the roles and bindings and keeps them by subject;
/// [dev.purser.server.authz.RbacAuthorizer] decides from it, and
/// [dev.purser.server.authz.RbacEscalation] keeps people from granting what they do not have.
/// [dev.purser.server.authz.Refusals] says no in Kubernetes' words.
@NullMarked
package dev.purser.server.authz;

import org.jspecify.annotations.NullMarked;
