package dev.purser.server.authn.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A private key that signs tokens. Thread-safe; never shows itself.
public final class SigningKey {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final VerificationKey verification;
    private final SignatureAlgorithm algorithm;
    private final SecureRandom random;

    /// @param keys an RSA key pair, or one on the curves P-256, P-384 or P-521
    /// @throws IllegalArgumentException for keys of other kinds
    public SigningKey(KeyPair keys, SecureRandom random) {
        this.key = keys.getPrivate();
        this.verification = VerificationKey.of(keys.getPublic());
        this.algorithm =
                SignatureAlgorithm.of(keys.getPublic())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "tokens cannot be signed with such a key"));
        this.random = random;
    }

    /// The public half.
    public VerificationKey verification() {
        return verification;
    }

    /// The signed token in compact form.
    public String sign(ObjectNode claims) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm.name()).put("kid", verification.id());
        String signed = base64(header) + "." + base64(claims);
        try {
            byte[] signature =
                    algorithm.sign(key, signed.getBytes(StandardCharsets.US_ASCII), random);
            return signed + "." + ENCODER.encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }

    private static String base64(ObjectNode json) {
        return ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "the key " + verification.id();
    }
}
