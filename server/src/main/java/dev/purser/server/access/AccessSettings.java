package dev.purser.server.access;

import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.authz.AuthorizationMode;
import java.util.List;

/// How a server takes its callers. Immutable.
///
/// @param modes what decides who may do what, in this order
public record AccessSettings(AuthenticationSettings authentication, List<AuthorizationMode> modes) {
    public AccessSettings {
        modes = List.copyOf(modes);
    }

    /// As Kubernetes has it.
    public static AccessSettings defaults() {
        return new AccessSettings(AuthenticationSettings.defaults(), AuthorizationMode.standard());
    }

    public AccessSettings withStaticTokens(StaticTokens tokens) {
        return new AccessSettings(authentication.withStaticTokens(tokens), modes);
    }

    public AccessSettings withModes(List<AuthorizationMode> others) {
        return new AccessSettings(authentication, others);
    }
}
