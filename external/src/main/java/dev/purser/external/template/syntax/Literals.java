package dev.purser.external.template.syntax;

import dev.purser.external.template.value.Utf8;
import java.util.OptionalInt;

/// Quoted strings and character constants of a template's text.
final class Literals {
    private static final String ESCAPES = "abfnrtv\\'\"";
    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000B\\'\"";

    private final String text;
    private final char quote;
    private int place;

    private Literals(String text, char quote) {
        this.text = text;
        this.quote = quote;
    }

    /// What is within the quotes.
    ///
    /// @throws IllegalArgumentException when it is not well-formed
    static String unquote(String quoted) {
        String inner = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`') {
            return inner.replace("\r", "");
        }
        Literals literal = new Literals(inner, quoted.charAt(0));
        StringBuilder bytes = new StringBuilder(inner.length());
        while (literal.place < inner.length()) {
            literal.unit(bytes);
        }
        return bytes.toString();
    }

    /// The rune of a character constant; empty if it is none.
    static OptionalInt rune(String quoted) {
        Literals literal = new Literals(quoted.substring(1, quoted.length() - 1), '\'');
        StringBuilder bytes = new StringBuilder();
        if (literal.text.isEmpty()) {
            throw new IllegalArgumentException("invalid syntax");
        }
        boolean isByte = literal.unit(bytes);
        if (literal.place < literal.text.length()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(isByte ? bytes.charAt(0) : Utf8.at(bytes.toString(), 0).point());
    }

    /// Reads a character or an escape.
    ///
    /// @return whether it was the escape of a byte
    private boolean unit(StringBuilder bytes) {
        char first = text.charAt(place);
        if (first == quote) {
            throw invalid();
        }
        if (first != '\\') {
            Utf8.Rune rune = Utf8.at(text, place);
            bytes.append(text, place, place + rune.width());
            place += rune.width();
            return false;
        }
        if (place + 1 >= text.length()) {
            throw invalid();
        }
        char escape = text.charAt(place + 1);
        place += 2;
        return escape(escape, bytes);
    }

    private boolean escape(char escape, StringBuilder bytes) {
        switch (escape) {
            case 'x' -> {
                bytes.append((char) digits(2, 16));
                return true;
            }
            case 'u' -> bytes.append(codePoint(digits(4, 16)));
            case 'U' -> bytes.append(codePoint(digits(8, 16)));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                place--;
                long octal = digits(3, 8);
                if (octal > 0xFF) {
                    throw invalid();
                }
                bytes.append((char) octal);
                return true;
            }
            default -> {
                int named = ESCAPES.indexOf(escape);
                if (named < 0 || ((escape == '"' || escape == '\'') && escape != quote)) {
                    throw invalid();
                }
                bytes.append(ESCAPED.charAt(named));
            }
        }
        return false;
    }

    private static String codePoint(long point) {
        if (point > Character.MAX_CODE_POINT || (point >= 0xD800 && point <= 0xDFFF)) {
            throw invalid();
        }
        return Utf8.encode((int) point);
    }

    private long digits(int count, int base) {
        long number = 0;
        for (int i = 0; i < count; i++, place++) {
            int digit = place < text.length() ? Character.digit(text.charAt(place), base) : -1;
            if (digit < 0 || text.charAt(place) > 'f') {
                throw invalid();
            }
            number = number * base + digit;
        }
        return number;
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("invalid syntax");
    }
}
