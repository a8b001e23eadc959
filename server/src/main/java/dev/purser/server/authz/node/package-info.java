/// The Node authorizer: a node reads the Secrets, ConfigMaps and claims of the pods bound to it,
/// and no others. [dev.purser.server.authz.node.NodeGraph] knows which those are.
@NullMarked
package dev.purser.server.authz.node;

import org.jspecify.annotations.NullMarked;
