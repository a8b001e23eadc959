package dev.purser.server.pki;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// Keys and certificates to and from their encodings, and new keys.
///
/// The cluster's own keys are EC P-256, which are quick to make. Those that go into the hands of
/// clients are RSA: some libraries cannot read any other from a kubeconfig (fabric8, unless
/// BouncyCastle is on its class path).
final class KeyMaterial {
    static final String OWN = "EC";
    static final String CLIENTS = "RSA";

    private static final int RSA_BITS = 2048;

    private KeyMaterial() {}

    static KeyPair generate(SecureRandom random) {
        return generate(OWN, random);
    }

    /// @param algorithm [#OWN] or [#CLIENTS]
    static KeyPair generate(String algorithm, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals(CLIENTS)) {
                generator.initialize(RSA_BITS, random);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new PkiException("this Java cannot make keys", e);
        }
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pkcs8);
        try {
            return KeyFactory.getInstance(OWN).generatePrivate(encoded);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance(CLIENTS).generatePrivate(encoded);
        }
    }

    /// A private key with its public half, computed where the private key does not hold it.
    static KeyPair keyPair(PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case RSAPrivateCrtKey rsa ->
                    new KeyPair(
                            KeyFactory.getInstance(CLIENTS)
                                    .generatePublic(
                                            new RSAPublicKeySpec(
                                                    rsa.getModulus(), rsa.getPublicExponent())),
                            key);
            case ECPrivateKey curve -> new KeyPair(CurvePoint.publicKey(curve), key);
            default -> throw new GeneralSecurityException("a key of an unknown kind");
        };
    }

    static PublicKey publicKey(byte[] spki) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(spki);
        try {
            return KeyFactory.getInstance(OWN).generatePublic(encoded);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance(CLIENTS).generatePublic(encoded);
        }
    }
}
