package dev.purser.server.authn.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The key that signs tokens and tells its own from others: ECDSA on P-256 with SHA-256 (`ES256`,
/// RFC 7518). Thread-safe.
public final class TokenKey {
    private static final String JWT_NAME = "ES256";
    private static final String JAVA_NAME = "SHA256withECDSAinP1363Format";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final SecureRandom random;
    private final String keyId;

    /// @param keys an EC key pair on the curve P-256
    public TokenKey(KeyPair keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
        this.keyId = keyId(keys);
    }

    /// The signed token in compact form.
    String sign(ObjectNode claims) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", JWT_NAME).put("kid", keyId);
        String signed = base64(header) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance(JAVA_NAME);
            signature.initSign(keys.getPrivate(), random);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }

    /// Whether this key signed the token. The algorithm is fixed: what the token says of it only
    /// has to agree.
    boolean hasSigned(JsonWebToken token) {
        if (!token.algorithm().equals(JWT_NAME)
                || !(token.keyId().isEmpty() || token.keyId().equals(keyId))) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(JAVA_NAME);
            signature.initVerify(keys.getPublic());
            signature.update(token.signedBytes());
            return signature.verify(token.signature());
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length or form is one that does not verify.
            return false;
        }
    }

    /// As Kubernetes names keys: the SHA-256 of the public key's encoding.
    private static String keyId(KeyPair keys) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
            return ENCODER.encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String base64(ObjectNode json) {
        return ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
