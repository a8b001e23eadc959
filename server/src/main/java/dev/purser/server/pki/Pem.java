package dev.purser.server.pki;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The textual form of keys and certificates (RFC 7468), as far as this package needs it.
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    private static final Base64.Decoder DECODER = Base64.getMimeDecoder();

    private Pem() {}

    static String encode(String label, byte[] der) {
        return begin(label) + "\n" + ENCODER.encodeToString(der) + "\n" + end(label) + "\n";
    }

    /// The bytes of the first block with this label.
    ///
    /// @throws IllegalArgumentException when the block is not Base64
    static Optional<byte[]> decode(String label, String text) {
        int start = text.indexOf(begin(label));
        if (start < 0) {
            return Optional.empty();
        }
        int bodyStart = start + begin(label).length();
        int bodyEnd = text.indexOf(end(label), bodyStart);
        if (bodyEnd < 0) {
            return Optional.empty();
        }
        return Optional.of(DECODER.decode(text.substring(bodyStart, bodyEnd).strip()));
    }

    /// The bytes of every block with this label.
    static List<byte[]> decodeAll(String label, String text) {
        List<byte[]> blocks = new ArrayList<>();
        for (int start = text.indexOf(begin(label));
                start >= 0;
                start = text.indexOf(begin(label), start + 1)) {
            decode(label, text.substring(start)).ifPresent(blocks::add);
        }
        return blocks;
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
