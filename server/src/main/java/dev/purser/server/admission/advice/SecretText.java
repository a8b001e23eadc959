package dev.purser.server.admission.advice;

import java.util.Arrays;
import java.util.Base64;

/// A Secret's value, looked at without becoming a String. It shares the bytes, which their owner
/// wipes.
final class SecretText {
    private static final int WORD_MAX = 4096;
    private static final int BASE64_MIN = 12;

    private final byte[] bytes;

    SecretText(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Whether this is one word with a line's end behind it: what `echo` makes of a password. Lines
    /// of files such as htpasswd's, and keys of SSH, are none.
    boolean endsInNewline() {
        int end = withoutNewline();
        return end < bytes.length
                && end > 0
                && end <= WORD_MAX
                && isWord(0, end)
                && bytes[0] != '{'
                && bytes[0] != '['
                && !isHashedPassword(end);
    }

    /// Whether a quotation mark stands at both ends and nowhere else.
    boolean isQuoted() {
        int end = withoutNewline();
        return end > 2
                && end <= WORD_MAX
                && (bytes[0] == '"' || bytes[0] == '\'')
                && bytes[end - 1] == bytes[0]
                && indexOf(bytes[0], 1, end) == end - 1;
    }

    /// Whether this decodes as base64 to plain ASCII text, which a random key does not.
    boolean isBase64OfText() {
        int end = withoutNewline();
        if (end < BASE64_MIN || end % 4 != 0) {
            return false;
        }
        byte[] encoded = Arrays.copyOf(bytes, end);
        try {
            byte[] inner = Base64.getDecoder().decode(encoded);
            boolean isText = isAsciiText(inner);
            Arrays.fill(inner, (byte) 0);
            return isText;
        } catch (IllegalArgumentException e) {
            return false;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static boolean isAsciiText(byte[] text) {
        for (byte b : text) {
            if ((b < ' ' || b == 127) && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private int withoutNewline() {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        return end > 0 && end < bytes.length && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /// Printable bytes without spaces; those above ASCII count as printable.
    private boolean isWord(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] >= 0 && bytes[i] <= ' ') || bytes[i] == 127) {
                return false;
            }
        }
        return true;
    }

    /// `name:$apr1$...`, `name:{SHA}...`
    private boolean isHashedPassword(int end) {
        int colon = indexOf((byte) ':', 0, end);
        return colon > 0 && colon + 1 < end && (bytes[colon + 1] == '$' || bytes[colon + 1] == '{');
    }

    private int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
