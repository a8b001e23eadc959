package dev.purser.external.provider.vault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An answer of Vault that is no success.
final class VaultRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean vaults;
    private final boolean ofToken;
    private final transient List<String> words;
    private final transient Optional<Duration> retryAfter;

    /// @param vaults tells whether it has the form of Vault's answers
    /// @param ofToken tells whether it has the form in which a token is refused that names no
    ///   reason
    /// @param words what Vault says of it, errors and warnings
    VaultRefusal(
            int status,
            boolean vaults,
            boolean ofToken,
            List<String> words,
            Optional<Duration> retryAfter) {
        super("HTTP status " + status);
        this.status = status;
        this.vaults = vaults;
        this.ofToken = ofToken;
        this.words = List.copyOf(words);
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /// Whether Vault itself refuses, and not something before it, whose "not found" says nothing of
    /// what Vault has.
    boolean isVaults() {
        return vaults;
    }

    /// Whether it may be the token that is refused, and not what it asks for.
    boolean mayBeOfToken() {
        return ofToken;
    }

    List<String> words() {
        return words;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    boolean says(String text) {
        return words.stream().anyMatch(word -> word.contains(text));
    }
}
