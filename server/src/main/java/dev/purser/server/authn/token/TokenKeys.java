package dev.purser.server.authn.token;

import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.JsonWebToken;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.authn.jose.VerifiedSignatures;
import java.util.List;

/// The keys of service account tokens at one time: one signs, and it and its predecessors verify.
/// Immutable but for its memory of signatures that were found good; thread-safe.
public final class TokenKeys {
    /// As TokenReviews of Kubernetes have it.
    private static final String BAD_SIGNATURE = "go-jose/go-jose: error in cryptographic primitive";

    private final SigningKey signing;
    private final List<VerificationKey> verification;
    private final VerifiedSignatures signatures = new VerifiedSignatures();

    /// @param verification in the order in which they are published; the signing key need not be
    ///   among them, as in Kubernetes
    public TokenKeys(SigningKey signing, List<VerificationKey> verification) {
        this.signing = signing;
        this.verification = List.copyOf(verification);
    }

    /// A key that verifies what it signed itself.
    public static TokenKeys of(SigningKey key) {
        return new TokenKeys(key, List.of(key.verification()));
    }

    public SigningKey signing() {
        return signing;
    }

    public List<VerificationKey> verification() {
        return verification;
    }

    /// Accepts a token that one of the keys signed: the one that it names, if it names any.
    void requireSigned(String token, JsonWebToken parsed) throws AuthenticationException {
        if (signatures.contains(token)) {
            return;
        }
        List<VerificationKey> candidates =
                parsed.keyId().isEmpty()
                        ? verification
                        : verification.stream()
                                .filter(key -> key.id().equals(parsed.keyId()))
                                .toList();
        if (candidates.isEmpty()) {
            throw new AuthenticationException("invalid signature, no keys found");
        }
        if (candidates.stream().noneMatch(key -> key.hasSigned(parsed))) {
            throw new AuthenticationException(BAD_SIGNATURE);
        }
        signatures.add(token);
    }
}
