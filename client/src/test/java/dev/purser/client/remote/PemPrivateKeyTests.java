package dev.purser.client.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PemPrivateKeyTests {
    private static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der));
    }

    private static KeyPair generate(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private static boolean signs(byte[] pkcs8, KeyPair pair, String algorithm)
            throws GeneralSecurityException {
        PrivateKey key =
                KeyFactory.getInstance(algorithm.equals("RSA") ? "RSA" : "EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        String name = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        Signature signature = Signature.getInstance(name);
        signature.initSign(key);
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        Signature check = Signature.getInstance(name);
        check.initVerify(pair.getPublic());
        check.update(new byte[] {1, 2, 3});
        return check.verify(signed);
    }

    @Test
    void readsPkcs8AsItIs() throws GeneralSecurityException {
        byte[] encoded = generate("EC").getPrivate().getEncoded();

        assertThat(PemPrivateKey.toPkcs8(pem("PRIVATE KEY", encoded))).isEqualTo(encoded);
    }

    @Test
    void wrapsPkcs1() throws GeneralSecurityException {
        KeyPair pair = generate("RSA");
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // Version and algorithm take 3 and 15 bytes; the two headers around take 4 each.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        byte[] read = PemPrivateKey.toPkcs8(pem("RSA PRIVATE KEY", pkcs1));

        assertThat(read).isEqualTo(pkcs8);
        assertThat(signs(read, pair, "RSA")).isTrue();
    }

    @Test
    void wrapsSec1WithItsCurve() throws GeneralSecurityException {
        KeyPair pair = generate("EC");
        byte[] secret = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, secret.length);
        System.arraycopy(secret, secret.length - length, padded, 32 - length, length);
        HexFormat hex = HexFormat.of();
        // Version 1, the secret, and the object identifier of prime256v1.
        byte[] sec1 =
                hex.parseHex("30310201010420" + hex.formatHex(padded) + "a00a06082a8648ce3d030107");

        assertThat(signs(PemPrivateKey.toPkcs8(pem("EC PRIVATE KEY", sec1)), pair, "EC")).isTrue();
    }

    @Test
    void refusesTextsWithoutAKey() {
        assertThatThrownBy(() -> PemPrivateKey.toPkcs8("nothing"))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessage("no private key found");
    }
}
