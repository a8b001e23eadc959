package dev.purser.server.pki;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Keys and certificates that people bring along, as PEM files in any of the usual forms.
public final class KeyFiles {
    private KeyFiles() {}

    /// The certificates of a bundle.
    ///
    /// @throws IOException when the file cannot be read or has none; the message names the file
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return certificates(file.toString(), Files.readString(file));
    }

    /// The certificates of a bundle.
    ///
    /// @param source what messages call it
    /// @throws IOException when there is none, or one cannot be read
    public static List<X509Certificate> certificates(String source, String pem) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object block : blocks(source, pem)) {
            if (block instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(KeyMaterial.certificate(holder.getEncoded()));
                } catch (GeneralSecurityException e) {
                    throw new IOException(source + " holds a broken certificate", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(source + ": data does not contain any valid certificates");
        }
        return certificates;
    }

    /// The public keys of a file: of its public keys, private keys and certificates, in order.
    ///
    /// @throws IOException when the file cannot be read or has none
    public static List<PublicKey> publicKeys(Path file) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        List<PublicKey> keys = new ArrayList<>();
        for (Object block : blocks(file.toString(), Files.readString(file))) {
            switch (block) {
                case SubjectPublicKeyInfo info -> keys.add(converter.getPublicKey(info));
                case PEMKeyPair pair -> keys.add(converter.getKeyPair(pair).getPublic());
                case PrivateKeyInfo info -> keys.add(pair(info).getPublic());
                case X509CertificateHolder holder ->
                        keys.add(converter.getPublicKey(holder.getSubjectPublicKeyInfo()));
                default -> {
                    // Blocks of other kinds, such as the parameters of a curve, are passed over.
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(
                    "error reading public key file %s: data does not contain any valid RSA or ECDSA public keys"
                            .formatted(file));
        }
        return keys;
    }

    /// The first private key of a file, with its public half.
    ///
    /// @throws IOException when the file cannot be read or has none
    public static KeyPair keyPair(Path file) throws IOException {
        for (Object block : blocks(file.toString(), Files.readString(file))) {
            if (block instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getKeyPair(pair);
            }
            if (block instanceof PrivateKeyInfo info) {
                return pair(info);
            }
        }
        throw new IOException(
                "error reading private key file %s: data does not contain a valid RSA or ECDSA private key"
                        .formatted(file));
    }

    private static KeyPair pair(PrivateKeyInfo info) throws IOException {
        try {
            return KeyMaterial.keyPair(new JcaPEMKeyConverter().getPrivateKey(info));
        } catch (GeneralSecurityException e) {
            throw new IOException("a private key has no public half", e);
        }
    }

    private static List<Object> blocks(String source, String pem) throws IOException {
        List<Object> blocks = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                blocks.add(next);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(source + " is not a valid PEM file", e);
        }
        return blocks;
    }
}
