package dev.purser.encryption.kms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ids of keys as messages and metrics show them.
public final class KeyIds {
    private KeyIds() {}

    /// `sha256:` and hexadecimal digits; empty for an empty id.
    public static String hash(String keyId) {
        if (keyId.isEmpty()) {
            return "";
        }
        try {
            byte[] bytes = keyId.getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
