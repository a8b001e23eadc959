package dev.purser.server.request;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a request showed of its sender. Redacts itself: the token never appears in `toString`.
public final class Credentials {
    private final List<X509Certificate> certificateChain;
    private final Optional<String> bearerToken;
    private final GatheredAnnotations annotations = new GatheredAnnotations();

    private Credentials(List<X509Certificate> certificateChain, Optional<String> bearerToken) {
        this.certificateChain = List.copyOf(certificateChain);
        this.bearerToken = bearerToken;
    }

    /// The client certificate chain of the TLS connection, leaf first, not yet verified by anyone
    /// but TLS; and the token of the `Authorization` header.
    public static Credentials of(
            List<X509Certificate> certificateChain, Optional<String> bearerToken) {
        return new Credentials(certificateChain, bearerToken);
    }

    public List<X509Certificate> certificateChain() {
        return certificateChain;
    }

    public Optional<String> bearerToken() {
        return bearerToken;
    }

    /// What the audit log is to say of these credentials: authenticators add it.
    public GatheredAnnotations annotations() {
        return annotations;
    }

    @Override
    public String toString() {
        return "Credentials[certificates=%d, token=%s]"
                .formatted(
                        certificateChain.size(), bearerToken.isPresent() ? "(redacted)" : "none");
    }
}
