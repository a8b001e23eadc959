package dev.purser.api.kind.authentication;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the authentication group.
public final class AuthenticationKinds {
    private AuthenticationKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("authentication.k8s.io", "v1")
                .with("TokenRequest", new TokenRequestRules());
    }
}
