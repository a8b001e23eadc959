package dev.purser.server.authn.jose;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The tokens whose signatures were found good, so that a program that sends the same token with
/// each request costs one verification. Keeps digests, not tokens. Thread-safe and bounded.
public final class VerifiedSignatures {
    private static final int SIZE_MAX = 10_000;

    private final Set<String> digests = ConcurrentHashMap.newKeySet();

    public boolean contains(String token) {
        return digests.contains(digest(token));
    }

    /// Forgetting all is rare and costs one verification a token.
    public void add(String token) {
        if (digests.size() >= SIZE_MAX) {
            digests.clear();
        }
        digests.add(digest(token));
    }

    private static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
