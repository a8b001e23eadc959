package dev.purser.client.remote;

import java.security.KeyStore;
import java.util.function.Supplier;

/// By what a caller proves who it is. No form shows its secret in `toString`.
public sealed interface Credential {
    /// Nobody in particular.
    static Credential anonymous() {
        return new Anonymous();
    }

    /// A token in the `Authorization` header.
    static Credential bearer(String token) {
        return new Bearer(() -> token);
    }

    /// A token that changes in time; asked for with each request.
    static Credential bearer(Supplier<String> token) {
        return new Bearer(token);
    }

    /// A certificate with its private key, both in PEM form.
    ///
    /// @throws IllegalArgumentException when they cannot be read
    static Credential clientCertificate(String certificatePem, String keyPem) {
        return new ClientCertificate(PemKeyStore.of(certificatePem, keyPem));
    }

    /// No credential.
    final class Anonymous implements Credential {
        private Anonymous() {}

        @Override
        public String toString() {
            return "anonymous";
        }
    }

    /// A bearer token.
    final class Bearer implements Credential {
        private final Supplier<String> token;

        private Bearer(Supplier<String> token) {
            this.token = token;
        }

        String header() {
            return "Bearer " + token.get();
        }

        @Override
        public String toString() {
            return "bearer token";
        }
    }

    /// A client certificate.
    final class ClientCertificate implements Credential {
        private final KeyStore keys;

        private ClientCertificate(KeyStore keys) {
            this.keys = keys;
        }

        KeyStore keys() {
            return keys;
        }

        @Override
        public String toString() {
            return "client certificate";
        }
    }
}
