package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import java.util.List;
import java.util.Optional;

/// Tokens that name no audience are for this server, and for nobody else.
public final class AudienceAgnosticTokens implements TokenAuthenticator {
    private final TokenAuthenticator tokens;
    private final List<String> own;

    /// @param own the audiences of this server
    public AudienceAgnosticTokens(TokenAuthenticator tokens, List<String> own) {
        this.tokens = tokens;
        this.own = List.copyOf(own);
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException {
        List<String> common = own.stream().filter(audiences::contains).toList();
        return common.isEmpty()
                ? Optional.empty()
                : tokens.authenticate(token, audiences).map(found -> found.forAudiences(common));
    }
}
