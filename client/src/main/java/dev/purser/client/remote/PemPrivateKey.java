package dev.purser.client.remote;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys as the tools that make kubeconfigs write them: PKCS #8, and the older forms PKCS #1
/// (RFC 8017) and SEC 1 (RFC 5915), which are wrapped into it.
final class PemPrivateKey {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /// The algorithm identifier of RSA: its object identifier and no parameters.
    private static final byte[] RSA = {
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    /// The object identifier of elliptic curve keys.
    private static final byte[] EC = {
        0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
    };

    private PemPrivateKey() {}

    /// The key in the text as PKCS #8.
    static byte[] toPkcs8(String pem) throws InvalidKeySpecException {
        Optional<byte[]> pkcs8 = block(pem, "PRIVATE KEY");
        if (pkcs8.isPresent()) {
            return pkcs8.get();
        }
        Optional<byte[]> pkcs1 = block(pem, "RSA PRIVATE KEY");
        if (pkcs1.isPresent()) {
            return wrap(RSA, pkcs1.get());
        }
        byte[] sec1 =
                block(pem, "EC PRIVATE KEY")
                        .orElseThrow(() -> new InvalidKeySpecException("no private key found"));
        return wrap(encode(SEQUENCE, EC, curve(sec1)), sec1);
    }

    private static Optional<byte[]> block(String pem, String label) {
        Matcher matcher =
                Pattern.compile("-----BEGIN %s-----([^-]*)-----END".formatted(label)).matcher(pem);
        return matcher.find()
                ? Optional.of(Base64.getMimeDecoder().decode(matcher.group(1)))
                : Optional.empty();
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return encode(SEQUENCE, VERSION_0, algorithm, encode(OCTET_STRING, key));
    }

    /// The curve's object identifier, which SEC 1 keeps beside the key and PKCS #8 outside it.
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        int at = contentAt(sec1, 0);
        while (at < sec1.length) {
            int content = contentAt(sec1, at);
            int end = content + length(sec1, at);
            if ((sec1[at] & 0xff) == PARAMETERS) {
                return Arrays.copyOfRange(sec1, content, end);
            }
            at = end;
        }
        throw new InvalidKeySpecException("the key does not name its curve");
    }

    private static int contentAt(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < contentAt(der, at); i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] encode(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 0x80) {
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
