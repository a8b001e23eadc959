package dev.purser.api.status;

/// Text in quotes as Go's `%q` writes it, which is how Kubernetes' messages show values.
public final class GoQuoted {
    private static final String NAMED = "\u0007\b\f\n\r\t\u000B";
    private static final String NAMES = "abfnrtv";

    private GoQuoted() {}

    /// The text in double quotes, with what cannot be printed escaped.
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(point, quoted));
        return quoted.append('"').toString();
    }

    private static void append(int point, StringBuilder quoted) {
        if (point == '"' || point == '\\') {
            quoted.append('\\').append((char) point);
        } else if (isPrintable(point)) {
            quoted.appendCodePoint(point);
        } else if (NAMED.indexOf(point) >= 0) {
            quoted.append('\\').append(NAMES.charAt(NAMED.indexOf(point)));
        } else if (point < ' ' || point == 0x7F) {
            quoted.append("\\x%02x".formatted(point));
        } else {
            quoted.append((point < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(point));
        }
    }

    /// Whether Go calls a character printable: letters, marks, numbers, punctuation, symbols, and
    /// of all spaces only the common one.
    public static boolean isPrintable(int point) {
        if (point == ' ') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
