package dev.purser.server.access;

import dev.purser.server.authn.UnionAuthenticator.Anonymous;
import dev.purser.server.authn.token.TokenIssuer;
import java.util.Optional;

/// How a server takes its callers.
///
/// Holds a token, so it never shows itself.
public final class AccessSettings {
    private final Anonymous anonymous;
    private final Optional<String> adminToken;
    private final String issuer;

    private AccessSettings(Anonymous anonymous, Optional<String> adminToken, String issuer) {
        this.anonymous = anonymous;
        this.adminToken = adminToken;
        this.issuer = issuer;
    }

    /// As Kubernetes has it: requests without a credential are anonymous, and the roles let those
    /// see health and version only.
    public static AccessSettings defaults() {
        return new AccessSettings(Anonymous.ALLOWED, Optional.empty(), TokenIssuer.DEFAULT_ISSUER);
    }

    public AccessSettings withAnonymous(Anonymous other) {
        return new AccessSettings(other, adminToken, issuer);
    }

    /// With a bearer token that may do everything, for test environments.
    public AccessSettings withAdminToken(String token) {
        return new AccessSettings(anonymous, Optional.of(token), issuer);
    }

    Anonymous anonymous() {
        return anonymous;
    }

    Optional<String> adminToken() {
        return adminToken;
    }

    /// Who service account tokens are from, and by default for.
    String issuer() {
        return issuer;
    }

    @Override
    public String toString() {
        return "AccessSettings[anonymous=%s, adminToken=%s]"
                .formatted(anonymous, adminToken.isPresent() ? "(redacted)" : "none");
    }
}
