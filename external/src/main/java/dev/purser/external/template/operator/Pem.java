package dev.purser.external.template.operator;

import dev.purser.external.template.run.CallException;
import dev.purser.external.template.value.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A block of PEM text.
///
/// @param type such as `CERTIFICATE`
/// @param content its bytes, as characters
record Pem(String type, String content) {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([^\\n-]*)-----[ \\t\\r]*\\n((?:[^\\n:]+: [^\\n]*\\n)*)([^-]*)-----END \\1-----[ \\t\\r]*(\\n|$)");
    private static final Pattern BODY =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
    private static final int LINE = 64;

    static Pem of(String type, byte[] bytes) {
        return new Pem(type, Utf8.of(bytes));
    }

    byte[] bytes() {
        return Utf8.bytes(content);
    }

    /// The blocks of a text, and what is behind the last.
    record Blocks(List<Pem> blocks, String rest) {
        Blocks {
            blocks = List.copyOf(blocks);
        }
    }

    /// The blocks of a text; whatever is around them does not matter.
    static Blocks read(String text) {
        Matcher matcher = BLOCK.matcher(text);
        List<Pem> blocks = new ArrayList<>();
        int end = 0;
        while (matcher.find()) {
            String body = matcher.group(3).replaceAll("\\s", "");
            if (BODY.matcher(body).matches()) {
                blocks.add(Pem.of(matcher.group(1), Base64.getDecoder().decode(body)));
                end = matcher.end();
            }
        }
        return new Blocks(blocks, text.substring(end));
    }

    static Pem first(String text) throws CallException {
        List<Pem> blocks = read(text).blocks();
        if (blocks.isEmpty()) {
            throw new CallException("failed to decode PEM block");
        }
        return blocks.getFirst();
    }

    /// As PEM text, with a line end behind it.
    String text() {
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        String body = Base64.getMimeEncoder(LINE, lineEnd).encodeToString(bytes());
        return "-----BEGIN %s-----\n%s%s-----END %s-----\n"
                .formatted(type, body, body.isEmpty() ? "" : "\n", type);
    }

    /// A block may be a private key.
    @Override
    public String toString() {
        return "(" + type + ")";
    }
}
