package dev.purser.server.authn;

import java.util.Arrays;
import java.util.List;

/// A credential that is not valid. The messages say why and never hold the credential: TokenReviews
/// show them to those who may make one, requests are told `Unauthorized` alone.
public final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> reasons;

    public AuthenticationException(String... reasons) {
        this(Arrays.asList(reasons));
    }

    /// What several authenticators say of one credential; a reason that is given twice is told
    /// once.
    public AuthenticationException(List<String> reasons) {
        super(null, null, false, false);
        this.reasons = reasons.stream().distinct().toList();
    }

    public List<String> reasons() {
        return reasons;
    }

    /// One reason as it is, several in brackets.
    @Override
    public String getMessage() {
        return reasons.size() == 1 ? reasons.getFirst() : "[" + String.join(", ", reasons) + "]";
    }
}
