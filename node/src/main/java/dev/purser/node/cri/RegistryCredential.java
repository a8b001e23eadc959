package dev.purser.node.cri;

import java.nio.charset.StandardCharsets;

/// A name and a password for a registry. Immutable; `toString` shows neither.
public final class RegistryCredential {
    private final byte[] username;
    private final byte[] password;

    public RegistryCredential(String username, String password) {
        this.username = username.getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    public String username() {
        return new String(username, StandardCharsets.UTF_8);
    }

    public String password() {
        return new String(password, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
