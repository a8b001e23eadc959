package dev.purser.server.authn.jose;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;

/// A public key under its name (`kid`).
///
/// @param id empty where whoever published the key gave it none
public record VerificationKey(String id, PublicKey key) {
    /// The key under the name that Kubernetes gives it: the SHA-256 of its encoding.
    public static VerificationKey of(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new VerificationKey(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(digest), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /// Whether this key signed a token, in the way that the token says.
    public boolean hasSigned(JsonWebToken token) {
        return SignatureAlgorithm.named(token.algorithm())
                .filter(algorithm ->
                        algorithm.verifies(key, token.signedBytes(), token.signature()))
                .isPresent();
    }
}
