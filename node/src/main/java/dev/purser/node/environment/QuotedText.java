package dev.purser.node.environment;

/// Text as a quoted Go string, the format of labels and annotations in files of the downward API.
final class QuotedText {
    private QuotedText() {}

    static String quote(String text) {
        StringBuilder result = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(result, point));
        return result.append('"').toString();
    }

    private static void append(StringBuilder result, int point) {
        switch (point) {
            case '"' -> result.append("\\\"");
            case '\\' -> result.append("\\\\");
            case 0x07 -> result.append("\\a");
            case '\b' -> result.append("\\b");
            case '\f' -> result.append("\\f");
            case '\n' -> result.append("\\n");
            case '\r' -> result.append("\\r");
            case '\t' -> result.append("\\t");
            case 0x0B -> result.append("\\v");
            default -> {
                if (isPrintable(point)) {
                    result.appendCodePoint(point);
                } else {
                    result.append(escape(point));
                }
            }
        }
    }

    /// Letters, marks, numbers, punctuation, symbols, and the ASCII space.
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    private static String escape(int point) {
        if (point < 0x80) {
            return "\\x%02x".formatted(point);
        }
        return point < 0x10000 ? "\\u%04x".formatted(point) : "\\U%08x".formatted(point);
    }
}
