package dev.purser.server.authn;

import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Knows one fixed bearer token, for test environments. Another token is not its business.
public final class StaticTokenAuthenticator implements Authenticator {
    private final byte[] token;
    private final Identity identity;

    /// @param identity whom the token stands for, with [Identity#AUTHENTICATED] among its groups
    public StaticTokenAuthenticator(String token, Identity identity) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("a token cannot be blank");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.identity = identity;
    }

    /// Compares in constant time, so that an answer's delay tells nothing of the token.
    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        return credentials
                .bearerToken()
                .map(shown -> shown.getBytes(StandardCharsets.UTF_8))
                .filter(shown -> MessageDigest.isEqual(token, shown))
                .map(_ -> identity);
    }
}
