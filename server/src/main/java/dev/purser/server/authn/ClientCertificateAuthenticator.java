package dev.purser.server.authn;

import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Knows clients by certificates that the cluster's authority signed: the common name is the user,
/// the organizations are the groups.
///
/// A chain is verified once; after that, until its certificate ends, a look-up answers.
/// Thread-safe.
public final class ClientCertificateAuthenticator implements Authenticator {
    private static final int KNOWN_MAX = 1000;

    /// TLS client authentication, and any purpose.
    private static final Set<String> CLIENT_PURPOSES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private final X509Certificate authority;
    private final InstantSource clock;
    private final Map<X509Certificate, Identity> known = new ConcurrentHashMap<>();

    public ClientCertificateAuthenticator(X509Certificate authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /// Empty also for a valid certificate without a common name.
    @Override
    public Optional<Identity> authenticate(Credentials credentials) {
        List<X509Certificate> chain = credentials.certificateChain();
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate leaf = chain.getFirst();
        if (clock.instant().isAfter(leaf.getNotAfter().toInstant())) {
            throw UnionAuthenticator.unauthorized();
        }
        Identity seen = known.get(leaf);
        if (seen != null) {
            return Optional.of(seen);
        }
        try {
            verify(chain);
            Optional<Identity> identity = identity(leaf);
            identity.ifPresent(found -> remember(leaf, found));
            return identity;
        } catch (GeneralSecurityException | InvalidNameException e) {
            throw UnionAuthenticator.unauthorized();
        }
    }

    private void verify(List<X509Certificate> chain) throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        List<String> purposes = chain.getFirst().getExtendedKeyUsage();
        if (purposes == null || purposes.stream().noneMatch(CLIENT_PURPOSES::contains)) {
            throw new GeneralSecurityException("not a certificate for clients");
        }
    }

    /// Forgetting all is rare and costs one verification a client.
    private void remember(X509Certificate leaf, Identity identity) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.put(leaf, identity);
    }

    private static Optional<Identity> identity(X509Certificate leaf)
            throws GeneralSecurityException, InvalidNameException {
        String user = "";
        List<String> groups = new ArrayList<>();
        for (Rdn part : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
            switch (part.getType()) {
                case "CN" -> user = String.valueOf(part.getValue());
                case "O" -> groups.add(String.valueOf(part.getValue()));
                default -> {
                    // Other parts of a name have no meaning here.
                }
            }
        }
        if (user.isEmpty()) {
            return Optional.empty();
        }
        if (!groups.contains(Identity.AUTHENTICATED)) {
            groups.add(Identity.AUTHENTICATED);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
        String credential = "X509SHA256=" + HexFormat.of().formatHex(digest);
        return Optional.of(
                new Identity(
                        user, "", groups, Map.of(Identity.CREDENTIAL_ID, List.of(credential))));
    }
}
