package dev.purser.store.seal;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key of 16, 24 or 32 bytes, and the name that sealed values call it by. Shows its name only.
public final class NamedKey {
    private final String name;
    private final SecretKey secret;

    /// @param name not empty
    /// @param bytes 16, 24 or 32 of them, the sizes that AES has; copied
    public NamedKey(String name, byte[] bytes) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a key has a name");
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

    /// The key's bytes, for whoever writes a keyring down; a copy, to be wiped after use.
    public byte[] bytes() {
        return secret.getEncoded();
    }

    SecretKey secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
