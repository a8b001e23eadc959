package dev.purser.wire.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Judges whether certificates are of clients, signed by one of some authorities, and in their time
/// (RFC 5280). Nothing is asked of revocation lists, as in Kubernetes.
///
/// A chain is verified once; after that, until its certificate ends or the authorities change, a
/// look-up answers. Thread-safe.
public final class CertificateVerification {
    private static final int KNOWN_MAX = 1000;

    /// TLS client authentication, and any purpose.
    private static final Set<String> CLIENT_PURPOSES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private final Supplier<List<X509Certificate>> authorities;
    private final InstantSource clock;
    private final Map<X509Certificate, List<X509Certificate>> known = new ConcurrentHashMap<>();

    /// @param authorities those of the moment
    public CertificateVerification(
            Supplier<List<X509Certificate>> authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /// Accepts the leaf of a chain, whose other certificates may help to reach an authority.
    ///
    /// @param chain not empty, leaf first
    public void require(List<X509Certificate> chain) throws ClientCertificateException {
        X509Certificate leaf = chain.getFirst();
        List<X509Certificate> trusted = authorities.get();
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw refused("it has ended");
        }
        if (trusted.equals(known.get(leaf))) {
            return;
        }
        if (trusted.isEmpty()) {
            throw refused("there are no authorities");
        }
        try {
            verify(chain, trusted, now);
        } catch (GeneralSecurityException e) {
            throw refused("it is not of a client of this cluster");
        }
        remember(leaf, trusted);
    }

    private static void verify(
            List<X509Certificate> chain, List<X509Certificate> trusted, Instant now)
            throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.getFirst());
        Set<TrustAnchor> anchors =
                trusted.stream()
                        .map(authority -> new TrustAnchor(authority, null))
                        .collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        var _ = CertPathBuilder.getInstance("PKIX").build(parameters);
        Collection<String> purposes = chain.getFirst().getExtendedKeyUsage();
        if (purposes == null || purposes.stream().noneMatch(CLIENT_PURPOSES::contains)) {
            throw new GeneralSecurityException("not a certificate for clients");
        }
    }

    /// Forgetting all is rare and costs one verification a client.
    private void remember(X509Certificate leaf, List<X509Certificate> trusted) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.put(leaf, trusted);
    }

    private static ClientCertificateException refused(String why) {
        return new ClientCertificateException("a client certificate is not valid: " + why);
    }
}
