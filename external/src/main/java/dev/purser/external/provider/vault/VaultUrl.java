package dev.purser.external.provider.vault;

import java.nio.charset.StandardCharsets;

/// Writes paths as URLs have them.
final class VaultUrl {
    private static final String UNRESERVED = "-._~/";

    private VaultUrl() {}

    /// All but letters, digits, a few signs and slashes is escaped.
    static String escaped(String path) {
        StringBuilder url = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            url.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return url.toString();
    }
}
