package dev.purser.api.codec;

import java.util.Base64;

/// Base64 with padding (RFC 4648 section 4) as Go reads it: line breaks are skipped, and the first
/// byte that cannot be right is named.
public final class Base64Text {
    private Base64Text() {}

    /// The position of the first byte that is wrong, or -1 if none is.
    public static int firstBadByte(String text) {
        Scan scan = new Scan(text);
        while (scan.position < text.length()) {
            int bad = scan.quantum();
            if (bad >= 0) {
                return bad;
            }
        }
        return -1;
    }

    /// A right text in the form in which Go writes it again: without line breaks, and with zeros in
    /// the bits that stand for nothing.
    public static String canonical(String text) {
        String line =
                text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                        ? text
                        : text.replace("\n", "").replace("\r", "");
        if (!line.endsWith("=")) {
            return line;
        }
        int start = line.length() - 4;
        byte[] last = Base64.getDecoder().decode(line.substring(start));
        return line.substring(0, start) + Base64.getEncoder().encodeToString(last);
    }

    /// Reads groups of four characters.
    private static final class Scan {
        private final String text;
        private int position;

        Scan(String text) {
            this.text = text;
        }

        /// Reads one group; -1 if it is right, otherwise where it is wrong.
        int quantum() {
            for (int count = 0; count < 4; count++) {
                skipLineBreaks();
                if (position >= text.length()) {
                    return count == 0 ? -1 : position - count;
                }
                char c = text.charAt(position++);
                if (c == '=') {
                    return padding(count);
                }
                if (!isAlphabet(c)) {
                    return position - 1;
                }
            }
            return -1;
        }

        private int padding(int count) {
            if (count < 2) {
                return position - 1;
            }
            if (count == 2) {
                skipLineBreaks();
                if (position >= text.length()) {
                    return text.length();
                }
                if (text.charAt(position) != '=') {
                    return position - 1;
                }
                position++;
            }
            skipLineBreaks();
            return position < text.length() ? position : -1;
        }

        private void skipLineBreaks() {
            while (position < text.length()
                    && (text.charAt(position) == '\n' || text.charAt(position) == '\r')) {
                position++;
            }
        }

        private static boolean isAlphabet(char c) {
            return (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/';
        }
    }
}
