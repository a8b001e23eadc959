package dev.purser.external.template.value;

import dev.purser.api.status.GoQuoted;

/// Strings in quotes, as Go's `strconv.Quote` writes them.
public final class Quoting {
    private static final String NAMED = "\u0007\b\f\n\r\t\u000B";
    private static final String NAMES = "abfnrtv";
    private static final int ASCII_END = 0x80;
    private static final int PLANE_END = 0x10000;

    private Quoting() {}

    /// In double quotes.
    public static String quote(String bytes) {
        return quote(bytes, '"', false);
    }

    /// @param asciiOnly whether all other characters are escaped
    static String quote(String bytes, char quote, boolean asciiOnly) {
        StringBuilder quoted = new StringBuilder(bytes.length() + 2).append(quote);
        for (int place = 0; place < bytes.length(); ) {
            Utf8.Rune rune = Utf8.at(bytes, place);
            if (rune.point() == Utf8.ERROR && rune.width() == 1) {
                quoted.append("\\x%02x".formatted((int) bytes.charAt(place)));
            } else {
                append(rune.point(), quote, asciiOnly, quoted);
            }
            place += rune.width();
        }
        return quoted.append(quote).toString();
    }

    /// A rune in single quotes.
    static String quoteRune(int rune, boolean asciiOnly) {
        boolean valid = Character.isValidCodePoint(rune) && (rune < 0xD800 || rune > 0xDFFF);
        StringBuilder quoted = new StringBuilder("'");
        append(valid ? rune : Utf8.ERROR, '\'', asciiOnly, quoted);
        return quoted.append('\'').toString();
    }

    private static void append(int point, char quote, boolean asciiOnly, StringBuilder quoted) {
        if (point == quote || point == '\\') {
            quoted.append('\\').append((char) point);
        } else if (GoQuoted.isPrintable(point) && (!asciiOnly || point < ASCII_END)) {
            quoted.append(Utf8.encode(point));
        } else if (NAMED.indexOf(point) >= 0) {
            quoted.append('\\').append(NAMES.charAt(NAMED.indexOf(point)));
        } else if (point < ' ' || point == 0x7F) {
            quoted.append("\\x%02x".formatted(point));
        } else {
            quoted.append((point < PLANE_END ? "\\u%04x" : "\\U%08x").formatted(point));
        }
    }
}
