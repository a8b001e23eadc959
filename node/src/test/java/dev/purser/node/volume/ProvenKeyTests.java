package dev.purser.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenKeyTests {
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The elements of DER within an element.
    private static List<byte[]> parts(byte[] element) {
        List<byte[]> parts = new ArrayList<>();
        int at = start(element, 0);
        while (at < element.length) {
            int end = start(element, at) + length(element, at);
            parts.add(Arrays.copyOfRange(element, at, end));
            at = end;
        }
        return parts;
    }

    private static int start(byte[] der, int at) {
        return der[at + 1] >= 0 ? at + 2 : at + 2 + (der[at + 1] & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int length = 0;
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        for (int i = at + 2; i < start(der, at); i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    @ParameterizedTest
    @CsvSource({
        "RSA3072,RSA,SHA256withRSA,06092a864886f70d01010b",
        "ECDSAP256,EC,SHA256withECDSA,06082a8648ce3d040302",
        "ECDSAP384,EC,SHA384withECDSA,06082a8648ce3d040303",
        "ECDSAP521,EC,SHA512withECDSA,06082a8648ce3d040304",
        "ED25519,Ed25519,Ed25519,06032b6570"
    })
    void theRequestIsSignedByTheKey(String type, String keys, String algorithm, String oid)
            throws Exception {
        ProvenKey proven = ProvenKey.generate(type, RANDOM);

        List<byte[]> request = parts(Base64.getDecoder().decode(proven.request()));
        List<byte[]> information = parts(request.get(0));
        PublicKey shown =
                KeyFactory.getInstance(keys)
                        .generatePublic(new X509EncodedKeySpec(information.get(2)));
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(shown);
        verifier.update(request.get(0));
        byte[] bits = request.get(2);
        int start = start(bits, 0) + 1;
        assertThat(verifier.verify(bits, start, bits.length - start)).isTrue();
        assertThat(HexFormat.of().formatHex(parts(request.get(1)).get(0))).isEqualTo(oid);
        assertThat(information.get(1)).as("subject").containsExactly(0x30, 0);
        String pem = proven.privateKey().text();
        assertThat(pem)
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .endsWith("\n-----END PRIVATE KEY-----\n");
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(KeyFactory.getInstance(keys).generatePrivate(new PKCS8EncodedKeySpec(key)));
        signer.update((byte) 7);
        byte[] signature = signer.sign();
        verifier.update((byte) 7);
        assertThat(verifier.verify(signature)).as("the key is that of the request").isTrue();
    }

    @Test
    void anUnknownTypeIsToldAndNoKeyIsShown() throws Exception {
        assertThatThrownBy(() -> ProvenKey.generate("DSA", RANDOM))
                .hasMessage("while generating keypair: unknown key type \"DSA\"");
        assertThat(ProvenKey.generate("ED25519", RANDOM).toString()).doesNotContain("BEGIN");
    }
}
