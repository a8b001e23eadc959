package dev.purser.server.authz.node;

import dev.purser.server.request.Identity;
import java.util.Optional;

/// Which node an identity is.
public final class NodeName {
    private static final String GROUP = "system:nodes";
    private static final String PREFIX = "system:node:";

    private NodeName() {}

    /// The name of the node; empty for everybody who is none. A node whose name cannot be told has
    /// the empty name.
    public static Optional<String> of(Identity identity) {
        boolean isNode = identity.name().startsWith(PREFIX) && identity.groups().contains(GROUP);
        return isNode ? Optional.of(identity.name().substring(PREFIX.length())) : Optional.empty();
    }
}
