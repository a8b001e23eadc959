package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import java.util.List;
import java.util.Optional;

/// Tells whose a bearer token is. Thread-safe.
public interface TokenAuthenticator {
    /// The token's holder; empty when it is not of this kind.
    ///
    /// @param audiences the token must be for one of them
    /// @throws AuthenticationException when it is of this kind and not valid
    Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException;
}
