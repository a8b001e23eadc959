package dev.purser.cel.library;

/// Texts as Go's libraries treat them.
final class GoText {
    private GoText() {}

    /// Without the white space of Unicode at both ends.
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == '\u0085'
                || c == '\u00A0'
                || Character.isSpaceChar(c);
    }

    /// Between double quotes, with CEL's escapes.
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(
                    switch (c) {
                        case '\u0007' -> "\\a";
                        case '\b' -> "\\b";
                        case '\f' -> "\\f";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\u000B' -> "\\v";
                        case '\\' -> "\\\\";
                        case '"' -> "\\\"";
                        default -> String.valueOf(c);
                    });
        }
        return quoted.append('"').toString();
    }
}
