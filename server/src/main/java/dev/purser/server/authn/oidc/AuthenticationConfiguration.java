package dev.purser.server.authn.oidc;

import dev.purser.server.authn.AnonymousAccess;
import java.util.List;
import java.util.Optional;

/// What an `AuthenticationConfiguration` says, checked. Immutable.
public final class AuthenticationConfiguration {
    private final List<TokenIssuerSettings> issuers;
    private final Optional<AnonymousAccess> anonymous;

    AuthenticationConfiguration(
            List<TokenIssuerSettings> issuers, Optional<AnonymousAccess> anonymous) {
        this.issuers = List.copyOf(issuers);
        this.anonymous = anonymous;
    }

    List<TokenIssuerSettings> issuers() {
        return issuers;
    }

    /// Which requests may come from nobody in particular; empty when the file does not say.
    public Optional<AnonymousAccess> anonymous() {
        return anonymous;
    }
}
