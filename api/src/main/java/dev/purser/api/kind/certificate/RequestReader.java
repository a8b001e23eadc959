package dev.purser.api.kind.certificate;

import java.util.Optional;

/// Reads requests for certificates (PKCS #10, RFC 2986). Thread-safe.
@FunctionalInterface
public interface RequestReader {
    /// Takes every request for what it claims to be.
    RequestReader TRUSTING = request -> Optional.empty();

    /// What is wrong with a request in PEM form, its signature included; empty when nothing is.
    Optional<String> complaint(byte[] request);
}
