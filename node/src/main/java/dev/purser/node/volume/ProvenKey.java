package dev.purser.node.volume;

import dev.purser.node.source.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/// A new private key, and the proof that somebody has it: a certificate request that names nobody
/// (PKCS #10, RFC 2986).
///
/// @param privateKey PKCS #8 in PEM form
/// @param request in DER form, as Base64
record ProvenKey(Content privateKey, String request) {
    private static final int LINE_LENGTH = 64;

    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final byte[] VERSION = {0x02, 1, 0};
    private static final byte[] NO_SUBJECT = {SEQUENCE, 0};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0};

    /// The kinds of keys that a pod may ask for.
    private enum Kind {
        RSA("RSA", "SHA256withRSA", "300d06092a864886f70d01010b0500"),
        P256("EC", "SHA256withECDSA", "300a06082a8648ce3d040302"),
        P384("EC", "SHA384withECDSA", "300a06082a8648ce3d040303"),
        P521("EC", "SHA512withECDSA", "300a06082a8648ce3d040304"),
        ED25519("Ed25519", "Ed25519", "300506032b6570");

        private final String keys;
        private final String signature;
        private final String identifier;

        /// @param identifier of the signature: an AlgorithmIdentifier in DER form, as hexadecimal
        ///   digits
        Kind(String keys, String signature, String identifier) {
            this.keys = keys;
            this.signature = signature;
            this.identifier = identifier;
        }
    }

    /// @param keyType as in the API, such as `ECDSAP256`
    /// @throws SetUpException for a type that is not known
    static ProvenKey generate(String keyType, SecureRandom random) throws SetUpException {
        try {
            return switch (keyType) {
                case "RSA3072" -> rsa(3072, random);
                case "RSA4096" -> rsa(4096, random);
                case "ECDSAP256" -> curve(Kind.P256, "secp256r1", random);
                case "ECDSAP384" -> curve(Kind.P384, "secp384r1", random);
                case "ECDSAP521" -> curve(Kind.P521, "secp521r1", random);
                case "ED25519" ->
                        prove(Kind.ED25519, KeyPairGenerator.getInstance("Ed25519"), random);
                default ->
                        throw new SetUpException(
                                "while generating keypair: unknown key type \"%s\""
                                        .formatted(keyType));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProvenKey rsa(int bits, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(Kind.RSA.keys);
        generator.initialize(bits, random);
        return prove(Kind.RSA, generator, random);
    }

    private static ProvenKey curve(Kind kind, String curve, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.keys);
        generator.initialize(new ECGenParameterSpec(curve), random);
        return prove(kind, generator, random);
    }

    private static ProvenKey prove(Kind kind, KeyPairGenerator generator, SecureRandom random)
            throws GeneralSecurityException {
        KeyPair pair = generator.generateKeyPair();
        byte[] information =
                wrap(SEQUENCE, VERSION, NO_SUBJECT, pair.getPublic().getEncoded(), NO_ATTRIBUTES);
        Signature signature = Signature.getInstance(kind.signature);
        signature.initSign(pair.getPrivate(), random);
        signature.update(information);
        byte[] request =
                wrap(
                        SEQUENCE,
                        information,
                        HexFormat.of().parseHex(kind.identifier),
                        wrap(BIT_STRING, new byte[] {0}, signature.sign()));
        return new ProvenKey(
                pem(pair.getPrivate().getEncoded()), Base64.getEncoder().encodeToString(request));
    }

    /// An element of DER.
    private static byte[] wrap(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else if (length < 0x100) {
            element.write(0x81);
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> Byte.SIZE);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static Content pem(byte[] key) {
        Base64.Encoder lines = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        pem.writeBytes("-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));
        pem.writeBytes(lines.encode(key));
        pem.writeBytes("\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII));
        return Content.of(pem.toByteArray());
    }
}
