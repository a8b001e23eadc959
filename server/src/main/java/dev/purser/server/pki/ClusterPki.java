package dev.purser.server.pki;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys and certificates of one cluster, kept in a directory, made when they are missing and
/// renewed before they end. Thread-safe.
///
/// The authority keeps its key for good: when its certificate is renewed, everything it ever signed
/// stays valid, and so do clients that hold the older certificate until that ends.
public final class ClusterPki {
    /// Certificates are renewed once less than this is left.
    static final Duration RENEW_BEFORE_END = Duration.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPki.class);
    private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

    private static final String AUTHORITY_CERTIFICATE = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String CREDENTIAL_SUFFIX = ".pem";
    private static final String SERVING = "apiserver" + CREDENTIAL_SUFFIX;
    private static final String NODE_SERVING = "kubelet" + CREDENTIAL_SUFFIX;
    private static final String SERVICE_ACCOUNT_KEY = "service-account.key";
    private static final String FORMER_SERVICE_ACCOUNT_KEYS = "service-account-former.pub";

    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int KEY_IDENTIFIER_BYTES = 20;

    private final PkiDirectory files;
    private final InstantSource clock;
    private final SecureRandom random;
    private final CertifiedKey authority;
    private final ServedLeaf serving;

    private ClusterPki(
            PkiDirectory files,
            ServingNames servingNames,
            InstantSource clock,
            SecureRandom random) {
        this.files = files;
        this.clock = clock;
        this.random = random;
        this.authority = openAuthority();
        this.serving = new ServedLeaf(SERVING, CertificateProfile.server(servingNames));
    }

    /// Opens the directory, and makes it and the authority when there is none.
    ///
    /// @param seal seals every file that is written with a private key; files in plain are read too
    /// @throws PkiException when a file cannot be read or written, or a key without which nothing
    ///   can go on is gone
    public static ClusterPki open(
            Path directory,
            ServingNames servingNames,
            InstantSource clock,
            SecureRandom random,
            FileSeal seal) {
        return new ClusterPki(
                new PkiDirectory(directory, Optional.of(seal)), servingNames, clock, random);
    }

    /// The same for a directory that is not worth sealing, such as a trial's: private keys are
    /// written in plain.
    public static ClusterPki open(
            Path directory, ServingNames servingNames, InstantSource clock, SecureRandom random) {
        return new ClusterPki(
                new PkiDirectory(directory, Optional.empty()), servingNames, clock, random);
    }

    /// Whether a file of this name is one that is made here to hold a private key.
    static boolean holdsPrivateKey(String file) {
        return file.equals(AUTHORITY_KEY)
                || file.equals(SERVICE_ACCOUNT_KEY)
                || file.endsWith(CREDENTIAL_SUFFIX);
    }

    /// The certificate by which clients know this cluster's servers, and servers its clients.
    public X509Certificate authority() {
        return authority.certificate();
    }

    /// The authority with its key, for those here who sign.
    CertifiedKey authorityKey() {
        return authority;
    }

    /// [#authority] as PEM: `ca.crt` for clients and pods.
    public String authorityPem() {
        return authority.certificatePem();
    }

    /// The server's key and certificate for all its names. Renewals keep the key, so that key and
    /// certificate of two calls still fit together. What cannot be renewed is used to its end, so
    /// that a full disk does not end the server.
    public CertifiedKey serving() {
        return serving.get();
    }

    /// The same for the API of a node of this process, as a certificate of the signer
    /// `kubernetes.io/kubelet-serving` has it.
    public Supplier<CertifiedKey> nodeServing(String nodeName, ServingNames names) {
        return new ServedLeaf(NODE_SERVING, CertificateProfile.node(nodeName, names));
    }

    /// The same for a client of this process.
    Supplier<CertifiedKey> keptClient(ClientSubject subject) {
        return new ServedLeaf(clientFile(subject), CertificateProfile.client(subject));
    }

    /// A key that is shown here, and its certificate of the moment.
    private final class ServedLeaf implements Supplier<CertifiedKey> {
        private final String file;
        private final CertificateProfile profile;
        private @Nullable CertifiedKey current;
        private Instant nextAttempt = Instant.MIN;

        ServedLeaf(String file, CertificateProfile profile) {
            this.file = file;
            this.profile = profile;
        }

        @Override
        public CertifiedKey get() {
            synchronized (ClusterPki.this) {
                CertifiedKey shown = current;
                if (shown == null) {
                    shown = leaf(file, profile);
                } else if (isDue(shown.certificate()) && !clock.instant().isBefore(nextAttempt)) {
                    shown = renewed(shown);
                }
                current = shown;
                return shown;
            }
        }

        private CertifiedKey renewed(CertifiedKey shown) {
            try {
                return leaf(file, profile);
            } catch (PkiException e) {
                LOG.warn("The certificate of {} cannot be renewed: {}", file, e.getMessage());
                nextAttempt = clock.instant().plus(RETRY_PAUSE);
                return shown;
            }
        }
    }

    /// Whether the authority's own certificate will be renewed at the next start.
    public boolean isAuthorityDue() {
        return isDue(authority.certificate());
    }

    /// A client's key and certificate, the same at every call until it is renewed.
    public synchronized CertifiedKey client(ClientSubject subject) {
        return leaf(clientFile(subject), CertificateProfile.client(subject));
    }

    private static String clientFile(ClientSubject subject) {
        return subject.user().replaceAll("[^A-Za-z0-9._-]", "-") + CREDENTIAL_SUFFIX;
    }

    /// The keys that signed service account tokens before [#serviceAccountKey], newest first.
    public synchronized List<PublicKey> formerServiceAccountKeys() {
        return files.publicKeys(FORMER_SERVICE_ACCOUNT_KEYS);
    }

    /// Makes a new key that signs service account tokens from now on. Of the one before only the
    /// public half is kept: it goes on verifying, and nobody can sign with it any more.
    public synchronized void rotateServiceAccountKey() {
        List<PublicKey> former = new ArrayList<>(formerServiceAccountKeys());
        former.addFirst(serviceAccountKey().getPublic());
        // A crash after this line leaves a key that is told twice, which does no harm.
        files.writePublicKeys(FORMER_SERVICE_ACCOUNT_KEYS, former.stream().distinct().toList());
        files.writeKeyPair(SERVICE_ACCOUNT_KEY, KeyMaterial.generate(random));
    }

    /// No longer honours a former key.
    ///
    /// @return whether it was one
    public synchronized boolean forgetServiceAccountKey(PublicKey key) {
        List<PublicKey> former = new ArrayList<>(formerServiceAccountKeys());
        boolean removed = former.remove(key);
        if (removed) {
            files.writePublicKeys(FORMER_SERVICE_ACCOUNT_KEYS, former);
        }
        return removed;
    }

    /// What changes with every change of the keys of service account tokens: when their files were
    /// written. Empty while one cannot be seen.
    public synchronized Optional<String> serviceAccountKeysVersion() {
        return files.written(SERVICE_ACCOUNT_KEY)
                .map(key -> key + " " + files.written(FORMER_SERVICE_ACCOUNT_KEYS));
    }

    /// The key that signs service account tokens. It is never renewed by itself: tokens outlive
    /// restarts.
    public synchronized KeyPair serviceAccountKey() {
        Optional<PrivateKey> privateKey = files.privateKey(SERVICE_ACCOUNT_KEY);
        Optional<PublicKey> publicKey = files.publicKey(SERVICE_ACCOUNT_KEY);
        if (privateKey.isPresent() && publicKey.isPresent()) {
            return new KeyPair(publicKey.get(), privateKey.get());
        }
        KeyPair keys = KeyMaterial.generate(random);
        files.writeKeyPair(SERVICE_ACCOUNT_KEY, keys);
        return keys;
    }

    private CertifiedKey openAuthority() {
        Optional<PrivateKey> privateKey = files.privateKey(AUTHORITY_KEY);
        Optional<PublicKey> publicKey = files.publicKey(AUTHORITY_KEY);
        Optional<X509Certificate> certificate = files.certificate(AUTHORITY_CERTIFICATE);
        if (privateKey.isPresent() && publicKey.isPresent()) {
            if (certificate.isPresent() && !isDue(certificate.get())) {
                return new CertifiedKey(privateKey.get(), certificate.get());
            }
            return issueAuthority(new KeyPair(publicKey.get(), privateKey.get()));
        }
        if (certificate.isPresent()) {
            throw new PkiException(
                    "there is a ca.crt but no ca.key: put the key back, or remove ca.crt to start"
                            + " over with a new authority that clients must be given");
        }
        KeyPair keys = KeyMaterial.generate(random);
        files.writeKeyPair(AUTHORITY_KEY, keys);
        return issueAuthority(keys);
    }

    private CertifiedKey issueAuthority(KeyPair keys) {
        X509Certificate certificate = issuer().issueAuthority(keys);
        CertifiedKey result = new CertifiedKey(keys.getPrivate(), certificate);
        files.writeCertificate(AUTHORITY_CERTIFICATE, result);
        return result;
    }

    private CertifiedKey leaf(String file, CertificateProfile profile) {
        Optional<CertifiedKey> stored =
                files.credential(file)
                        .filter(leaf -> isFromThisAuthority(leaf.certificate()))
                        .filter(leaf -> isFor(profile, leaf));
        if (stored.isPresent()
                && !isDue(stored.get().certificate())
                && namesOf(stored.get().certificate()).covers(profile.names())) {
            return stored.get();
        }
        CertifiedKey result =
                stored.map(former -> renew(former, profile)).orElseGet(() -> issue(profile));
        files.writeCredential(file, result);
        return result;
    }

    private CertifiedKey issue(CertificateProfile profile) {
        KeyPair keys = KeyMaterial.generate(profile.keyAlgorithm(), random);
        return new CertifiedKey(
                keys.getPrivate(), issuer().issue(authority, profile, keys.getPublic()));
    }

    /// Older versions gave clients keys that not all of them could read.
    private static boolean isFor(CertificateProfile profile, CertifiedKey leaf) {
        return leaf.privateKey().getAlgorithm().equals(profile.keyAlgorithm());
    }

    /// A new certificate for the same key.
    private CertifiedKey renew(CertifiedKey former, CertificateProfile profile) {
        PublicKey key = former.certificate().getPublicKey();
        return new CertifiedKey(former.privateKey(), issuer().issue(authority, profile, key));
    }

    /// Made on demand: the classes behind it are not loaded while nothing is to be issued.
    private CertificateIssuer issuer() {
        return new CertificateIssuer(clock, random);
    }

    private boolean isDue(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        return clock.instant().plus(RENEW_BEFORE_END).isAfter(end);
    }

    /// By key identifiers, which costs no signature check: only this process writes the directory.
    private boolean isFromThisAuthority(X509Certificate leaf) {
        byte[] wanted = keyIdentifier(authority.certificate(), SUBJECT_KEY_IDENTIFIER);
        return Arrays.equals(wanted, keyIdentifier(leaf, AUTHORITY_KEY_IDENTIFIER));
    }

    /// The last bytes of either extension are the SHA-1 key identifier (RFC 5280, 4.2.1.1).
    private static byte[] keyIdentifier(X509Certificate certificate, String extension) {
        byte[] value = certificate.getExtensionValue(extension);
        if (value == null || value.length < KEY_IDENTIFIER_BYTES) {
            return new byte[0];
        }
        return Arrays.copyOfRange(value, value.length - KEY_IDENTIFIER_BYTES, value.length);
    }

    private static ServingNames namesOf(X509Certificate certificate) {
        try {
            return ServingNames.of(certificate);
        } catch (CertificateParsingException | IllegalArgumentException e) {
            // A certificate whose names cannot be read covers none and is replaced.
            return ServingNames.none();
        }
    }
}
