/// From an identity and what it wants to a decision: RBAC, answered from an index that follows the
/// roles and bindings.
@NullMarked
package dev.purser.server.authz;

import org.jspecify.annotations.NullMarked;
