package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks several authenticators in turn; the first that knows a token counts, whatever others said.
public final class TokenUnion implements TokenAuthenticator {
    private final List<TokenAuthenticator> members;

    public TokenUnion(List<TokenAuthenticator> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException {
        List<String> reasons = new ArrayList<>();
        for (TokenAuthenticator member : members) {
            try {
                Optional<Authentication> found = member.authenticate(token, audiences);
                if (found.isPresent()) {
                    return found;
                }
            } catch (AuthenticationException e) {
                reasons.addAll(e.reasons());
            }
        }
        if (!reasons.isEmpty()) {
            throw new AuthenticationException(reasons);
        }
        return Optional.empty();
    }
}
