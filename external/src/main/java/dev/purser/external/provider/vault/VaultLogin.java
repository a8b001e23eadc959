package dev.purser.external.provider.vault;

import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A way to a token. Credentials are read anew for each login.
sealed interface VaultLogin {
    /// Gets a token.
    Grant login(VaultTokens tokens, Credentials credentials)
            throws ProviderException, InterruptedException;

    /// Reads the credentials without using them, so that those that are missing are known at once.
    void check(Credentials credentials) throws ProviderException;

    /// No token at all, for an agent that adds one to what passes through it.
    record Nobody() implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials) {
            return Grant.lent(SecretValue.of(""));
        }

        @Override
        public void check(Credentials credentials) {}
    }

    /// A token that somebody made.
    record Token(JsonNode secret) implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials) throws ProviderException {
            String token = credentials.secret(secret).text().strip();
            if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new ProviderException(
                        Kind.UNAUTHENTICATED,
                        "the token for Vault has characters that no token has");
            }
            return Grant.lent(SecretValue.of(token));
        }

        @Override
        public void check(Credentials credentials) throws ProviderException {
            credentials.secret(secret);
        }
    }

    /// A role with a secret of its own.
    record AppRole(String mount, String roleId, Optional<JsonNode> roleRef, JsonNode secret)
            implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials)
                throws ProviderException, InterruptedException {
            String role = roleRef.isPresent() ? credentials.secret(roleRef.get()).text() : roleId;
            return tokens.byAppRole(mount, role.strip(), stripped(credentials.secret(secret)));
        }

        @Override
        public void check(Credentials credentials) throws ProviderException {
            if (roleRef.isPresent()) {
                credentials.secret(roleRef.get());
            }
            credentials.secret(secret);
        }
    }

    /// A name with a password, of Vault's own or of a directory that it asks (LDAP).
    record Password(String mount, String user, JsonNode secret) implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials)
                throws ProviderException, InterruptedException {
            return tokens.byPassword(mount, user, credentials.secret(secret));
        }

        @Override
        public void check(Credentials credentials) throws ProviderException {
            credentials.secret(secret);
        }
    }

    /// A signed token of somebody that Vault trusts: of the Kubernetes or the JWT method.
    record SignedToken(String mount, String role, TokenSource source) implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials)
                throws ProviderException, InterruptedException {
            return tokens.byJwt(mount, role, stripped(source.token(credentials)));
        }

        @Override
        public void check(Credentials credentials) throws ProviderException {
            if (source instanceof TokenSource.OfSecret secret) {
                secret.token(credentials);
            }
        }
    }

    /// The certificate that the connection itself was made with.
    record Certificate(String mount, String role) implements VaultLogin {
        @Override
        public Grant login(VaultTokens tokens, Credentials credentials)
                throws ProviderException, InterruptedException {
            return tokens.byCertificate(mount, role);
        }

        @Override
        public void check(Credentials credentials) {}
    }

    /// Where a signed token comes from.
    sealed interface TokenSource {
        SecretValue token(Credentials credentials) throws ProviderException;

        /// One that somebody keeps in a Secret.
        record OfSecret(JsonNode reference) implements TokenSource {
            @Override
            public SecretValue token(Credentials credentials) throws ProviderException {
                return credentials.secret(reference);
            }
        }

        /// One that is made for a service account.
        record OfServiceAccount(JsonNode reference, List<String> audiences, Duration lifetime)
                implements TokenSource {
            @Override
            public SecretValue token(Credentials credentials) throws ProviderException {
                return credentials.serviceAccountToken(reference, audiences, lifetime);
            }
        }
    }

    private static SecretValue stripped(SecretValue value) {
        return SecretValue.of(value.text().strip());
    }
}
