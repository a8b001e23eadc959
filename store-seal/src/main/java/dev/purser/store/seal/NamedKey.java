package dev.purser.store.seal;

import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// An AES key and the name that sealed values call it by. Shows its name only.
public final class NamedKey {
    /// What may stand in an envelope's header, and in a line of the key file.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    private final String name;
    private final SecretKey secret;

    /// @param bytes 16, 24 or 32 of them, the sizes that AES has; copied
    public NamedKey(String name, byte[] bytes) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a key's name has letters, digits, '.', '_', '-'");
        }
        if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
            throw new IllegalArgumentException(
                    "key " + name + " has " + bytes.length + " bytes; AES takes 16, 24 or 32");
        }
        this.name = name;
        this.secret = new SecretKeySpec(bytes, "AES");
    }

    public String name() {
        return name;
    }

    SecretKey secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
