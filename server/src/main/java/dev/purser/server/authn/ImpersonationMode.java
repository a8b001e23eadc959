package dev.purser.server.authn;

import dev.purser.server.request.Identity;
import java.util.List;

/// A way of acting as somebody else (KEP-5284), in the order in which refusals are told.
enum ImpersonationMode {
    /// A service account as the node on which it runs, and as no other.
    ASSOCIATED_NODE("associated-node"),
    /// As any node.
    ARBITRARY_NODE("arbitrary-node"),
    /// As a service account.
    SERVICE_ACCOUNT("serviceaccount"),
    /// As a user of no special kind, with groups, uid and extra.
    USER_INFO("user-info"),
    /// As anybody, by the older verb, which allows whatever its target may do.
    LEGACY("");

    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

    private final String title;

    ImpersonationMode(String title) {
        this.title = title;
    }

    /// The right to be this very user.
    String verb() {
        return this == LEGACY ? "impersonate" : "impersonate:" + title;
    }

    /// The right to do this very thing in somebody else's name.
    String verbOn(String verb) {
        return "impersonate-on:" + title + ":" + verb;
    }

    boolean isConstrained() {
        return this != LEGACY;
    }

    /// Whether it is a way for this requestor to act as this target at all.
    boolean applies(Identity requestor, ImpersonationTarget target) {
        return switch (this) {
            case ASSOCIATED_NODE ->
                    target.isNode()
                            && target.isNamedOnly()
                            && AccountUser.parse(requestor.name()).isPresent()
                            && requestor
                                    .extra()
                                    .getOrDefault(NODE_NAME, List.of())
                                    .equals(List.of(target.nodeName()));
            case ARBITRARY_NODE -> target.isNode() && target.isNamedOnly();
            case SERVICE_ACCOUNT -> target.account().isPresent() && target.isNamedOnly();
            case USER_INFO -> !target.isNode() && target.account().isEmpty();
            case LEGACY -> true;
        };
    }
}
