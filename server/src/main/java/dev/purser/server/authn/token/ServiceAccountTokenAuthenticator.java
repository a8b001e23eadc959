package dev.purser.server.authn.token;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authn.Authenticator;
import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows service accounts by their tokens. Thread-safe.
public final class ServiceAccountTokenAuthenticator implements Authenticator {
    private static final Logger LOG =
            LoggerFactory.getLogger(ServiceAccountTokenAuthenticator.class);

    private final ServiceAccountTokens tokens;
    private final List<String> audiences;

    /// @param audiences what tokens for this server are for
    public ServiceAccountTokenAuthenticator(ServiceAccountTokens tokens, List<String> audiences) {
        this.tokens = tokens;
        this.audiences = List.copyOf(audiences);
    }

    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        Optional<String> token = credentials.bearerToken();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            return tokens.verify(token.get(), audiences)
                    .map(ServiceAccountTokens.Verified::identity);
        } catch (TokenException e) {
            LOG.debug("A service account token was refused: {}", e.getMessage());
            throw new StatusException(StatusReason.UNAUTHORIZED, "Unauthorized");
        }
    }
}
