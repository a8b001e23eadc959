package dev.purser.server.pki;

import dev.purser.wire.tls.ServingKey;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key with the certificate of its public half. Immutable; never shows the key.
public final class CertifiedKey {
    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    public CertifiedKey(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// The key as a server shows it, its certificate straight from the authority.
    public ServingKey serving() {
        return new ServingKey(privateKey, List.of(certificate));
    }

    /// The certificate as PEM.
    public String certificatePem() {
        try {
            return Pem.encode(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new PkiException("a certificate cannot be encoded", e);
        }
    }

    /// The private key as PEM (PKCS #8, not encrypted): only for files that nobody else can read.
    public String privateKeyPem() {
        return Pem.encode(Pem.PRIVATE_KEY, privateKey.getEncoded());
    }

    @Override
    public String toString() {
        return "CertifiedKey[" + certificate.getSubjectX500Principal() + "]";
    }
}
