package dev.purser.server.authn;

import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.tls.CertificateSubject;
import dev.purser.wire.tls.CertificateVerification;
import dev.purser.wire.tls.ClientCertificateException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Knows clients by certificates that one of the cluster's authorities signed: the common name is
/// the user, the organizations are the groups, and a part of Kubernetes' own is the uid.
///
/// Thread-safe.
public final class ClientCertificateAuthenticator implements Authenticator {
    private final CertificateVerification verification;

    /// @param authorities those of the moment
    public ClientCertificateAuthenticator(
            Supplier<List<X509Certificate>> authorities, InstantSource clock) {
        this.verification = new CertificateVerification(authorities, clock);
    }

    /// Empty also for a valid certificate without a common name.
    @Override
    public Optional<Authentication> authenticate(ApiRequest request)
            throws AuthenticationException {
        List<X509Certificate> chain = request.certificateChain();
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate leaf = chain.getFirst();
        CertificateSubject subject = verified(verification, chain);
        if (subject.commonName().isEmpty()) {
            return Optional.empty();
        }
        Identity identity =
                new Identity(
                        subject.commonName(),
                        subject.uid(),
                        subject.organizations(),
                        Map.of(Identity.CREDENTIAL_ID, List.of("X509SHA256=" + digest(leaf))));
        return Optional.of(Authentication.of(identity));
    }

    /// Who holds the certificate, which must be valid.
    static CertificateSubject verified(
            CertificateVerification verification, List<X509Certificate> chain)
            throws AuthenticationException {
        try {
            verification.require(chain);
            return CertificateSubject.of(chain.getFirst());
        } catch (ClientCertificateException e) {
            throw new AuthenticationException(String.valueOf(e.getMessage()));
        }
    }

    private static String digest(X509Certificate leaf) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has no digest", e);
        }
    }
}
