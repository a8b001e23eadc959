package dev.purser.server.authn;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Optional;

/// Tries every kind of credential in turn; the first that is valid says who sends the request.
///
/// A request with a credential that nobody accepts is `Unauthorized`, even where requests without
/// any are let through as anonymous: whoever tries to be somebody is never taken for nobody.
public final class UnionAuthenticator implements Authenticator {
    private final List<Authenticator> authenticators;
    private final Anonymous anonymous;

    public UnionAuthenticator(List<Authenticator> authenticators, Anonymous anonymous) {
        this.authenticators = List.copyOf(authenticators);
        this.anonymous = anonymous;
    }

    /// What becomes of requests that show no credential.
    public enum Anonymous {
        /// They are `system:anonymous`, and the roles decide.
        ALLOWED,
        /// They are refused.
        REFUSED
    }

    /// Never empty.
    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        boolean refused = false;
        for (Authenticator authenticator : authenticators) {
            try {
                Optional<Identity> identity = authenticator.authenticate(credentials);
                if (identity.isPresent()) {
                    return identity;
                }
            } catch (StatusException e) {
                if (e.reason() != StatusReason.UNAUTHORIZED) {
                    throw e;
                }
                refused = true;
            }
        }
        if (refused || credentials.bearerToken().isPresent() || anonymous == Anonymous.REFUSED) {
            throw unauthorized();
        }
        return Optional.of(Identity.anonymous());
    }

    static StatusException unauthorized() {
        return new StatusException(StatusReason.UNAUTHORIZED, "Unauthorized");
    }
}
