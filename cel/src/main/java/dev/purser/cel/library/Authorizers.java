package dev.purser.cel.library;

import dev.purser.cel.value.Value;

/// Values of the variables `authorizer` and `authorizer.requestResource`.
public final class Authorizers {
    private Authorizers() {}

    public static Value of(Authority authority) {
        return new AuthorizerFunctions.AuthorizerValue(authority);
    }

    /// The resource that a request is for.
    public static Value requestResource(Authority authority, Authority.Query query) {
        return new AuthorizerFunctions.ResourceCheck(authority, query);
    }
}
