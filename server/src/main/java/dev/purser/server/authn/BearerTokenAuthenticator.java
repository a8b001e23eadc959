package dev.purser.server.authn;

import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Knows clients by the token of the `Authorization` header (RFC 6750): the word after the first
/// space. Of several such headers the first counts.
public final class BearerTokenAuthenticator implements Authenticator {
    /// What is said of every token that nobody takes for his.
    public static final String INVALID = "invalid bearer token";

    private final TokenAuthenticator tokens;
    private final List<String> audiences;

    /// @param audiences whom tokens for this server are for
    public BearerTokenAuthenticator(TokenAuthenticator tokens, List<String> audiences) {
        this.tokens = tokens;
        this.audiences = List.copyOf(audiences);
    }

    @Override
    public Optional<Authentication> authenticate(ApiRequest request)
            throws AuthenticationException {
        String token = token(request.headers().first("Authorization"));
        return token.isEmpty()
                ? Optional.empty()
                : Optional.of(authenticate(tokens, token, audiences));
    }

    /// Whose token it is.
    ///
    /// @throws AuthenticationException when it is nobody's, or not valid
    public static Authentication authenticate(
            TokenAuthenticator tokens, String token, List<String> audiences)
            throws AuthenticationException {
        try {
            Optional<Authentication> found = tokens.authenticate(token, audiences);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (AuthenticationException e) {
            List<String> reasons = new ArrayList<>(List.of(INVALID));
            reasons.addAll(e.reasons());
            throw new AuthenticationException(reasons);
        }
        throw new AuthenticationException(INVALID);
    }

    /// The token of a header's value, empty when it has none.
    private static String token(String header) {
        String[] parts = header.strip().split(" ", 3);
        return parts.length >= 2 && parts[0].equalsIgnoreCase("bearer") ? parts[1] : "";
    }
}
