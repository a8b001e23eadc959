package dev.purser.server.pki;

import dev.purser.wire.tls.ServingKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key and its certificate that somebody else keeps in two files. When those change, the next
/// handshake shows the new ones; as long as they do not belong together, the last that did are
/// shown. Thread-safe.
public final class CertificateFiles implements Supplier<ServingKey> {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Path certificate;
    private final Path privateKey;
    private final InstantSource clock;
    private ServingKey current;
    private State state;
    private Instant looked;

    private record State(
            FileTime certificate, long certificateBytes, FileTime key, long keyBytes) {}

    private CertificateFiles(Path certificate, Path privateKey, InstantSource clock) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.clock = clock;
        this.looked = clock.instant();
        try {
            this.state = state();
            this.current = read();
        } catch (IOException | GeneralSecurityException e) {
            throw new PkiException(
                    "%s and %s cannot be used: %s".formatted(certificate, privateKey, reason(e)),
                    e);
        }
    }

    /// Reads the files.
    ///
    /// @param certificate PEM: the server's certificate, then those of its authorities
    /// @param privateKey PEM, not encrypted: PKCS #8, PKCS #1 or SEC 1
    /// @throws PkiException when one cannot be read, or they do not belong together
    public static CertificateFiles open(Path certificate, Path privateKey, InstantSource clock) {
        return new CertificateFiles(certificate, privateKey, clock);
    }

    @Override
    public synchronized ServingKey get() {
        Instant now = clock.instant();
        if (Duration.between(looked, now).abs().compareTo(LOOK_INTERVAL) >= 0) {
            looked = now;
            look();
        }
        return current;
    }

    private void look() {
        try {
            State now = state();
            if (!now.equals(state)) {
                current = read();
                state = now;
                LOG.info("The server shows the new certificate of {}", certificate);
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn(
                    "{} and {} cannot be used, the certificate before them is still shown: {}",
                    certificate,
                    privateKey,
                    reason(e));
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException missing
                ? missing.getFile() + " does not exist"
                : String.valueOf(e.getMessage());
    }

    private State state() throws IOException {
        return new State(
                Files.getLastModifiedTime(certificate),
                Files.size(certificate),
                Files.getLastModifiedTime(privateKey),
                Files.size(privateKey));
    }

    private ServingKey read() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(Files.readAllBytes(certificate)))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in " + certificate);
        }
        PrivateKey key = key();
        checkPair(key, chain.getFirst());
        return new ServingKey(key, chain);
    }

    private PrivateKey key() throws IOException, GeneralSecurityException {
        String pem = Files.readString(privateKey, StandardCharsets.US_ASCII);
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
                if (each instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (each instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        }
        throw new GeneralSecurityException("there is no private key in " + privateKey);
    }

    /// Signs something with the one and verifies it with the other.
    private static void checkPair(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] sample = "purser".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(sample);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        try {
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(sample);
            if (verifying.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("the private key is not that of the certificate", e);
        }
        throw new GeneralSecurityException("the private key is not that of the certificate");
    }
}
