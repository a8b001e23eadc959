package dev.purser.external.template.syntax;

import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Utf8;

/// A piece of a template's text.
///
/// @param place where it begins
/// @param text of an error: what is wrong
/// @param line from 1
record Token(TokenType type, int place, String text, int line) {
    private static final int SHOWN_MAX = 10;

    boolean is(TokenType wanted) {
        return type == wanted;
    }

    /// For errors.
    @Override
    public String toString() {
        if (is(TokenType.END_OF_TEXT)) {
            return "EOF";
        }
        if (is(TokenType.ERROR)) {
            return text;
        }
        if (type.keyword) {
            return "<" + text + ">";
        }
        int end = 0;
        for (int runes = 0; runes < SHOWN_MAX && end < text.length(); runes++) {
            end += Utf8.at(text, end).width();
        }
        return Quoting.quote(text.substring(0, end)) + (text.length() > SHOWN_MAX ? "..." : "");
    }
}
