package dev.purser.client.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/// Key stores in memory from PEM texts.
final class PemKeyStore {
    private static final char[] NO_PASSWORD = {};
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private PemKeyStore() {}

    /// A store of certificates to trust.
    static KeyStore trusting(String certificatesPem) {
        try {
            KeyStore store = empty();
            int index = 0;
            for (Certificate certificate : certificates(certificatesPem)) {
                store.setCertificateEntry("ca-" + index, certificate);
                index++;
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("cannot read the CA certificates", e);
        }
    }

    /// A store of one private key with its certificates.
    static KeyStore of(String certificatePem, String keyPem) {
        try {
            KeyStore store = empty();
            Certificate[] chain = certificates(certificatePem).toArray(Certificate[]::new);
            store.setKeyEntry("client", privateKey(keyPem), NO_PASSWORD, chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("cannot read the client certificate", e);
        }
    }

    /// What the entries of these stores are read with.
    static char[] password() {
        return NO_PASSWORD.clone();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        return new ArrayList<>(
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(bytes)));
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(PemPrivateKey.toPkcs8(pem));
        InvalidKeySpecException refusal = new InvalidKeySpecException("unknown kind of key");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }
}
