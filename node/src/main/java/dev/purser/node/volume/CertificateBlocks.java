package dev.purser.node.volume;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes certificates in PEM form (RFC 7468) out of the text and the headers around them.
final class CertificateBlocks {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?m)^-----BEGIN (?<type>[^\\r\\n-]+)-----\\s*?\\n"
                            + "(?:[^:\\r\\n]+:[^\\n]*\\n)*\\s*"
                            + "(?<body>[A-Za-z0-9+/=\\s]*?)-----END \\k<type>-----");
    private static final int LINE_LENGTH = 64;
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});

    private CertificateBlocks() {}

    /// The blocks in their order, each in the same form however it was written, with the line break
    /// at its end.
    static List<String> of(String pem) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            byte[] certificate = Base64.getMimeDecoder().decode(matcher.group("body"));
            blocks.add(
                    "-----BEGIN CERTIFICATE-----\n"
                            + LINES.encodeToString(certificate)
                            + "\n-----END CERTIFICATE-----\n");
        }
        return blocks;
    }
}
