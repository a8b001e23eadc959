package dev.purser.external.template.syntax;

import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Utf8;

/// A piece of a template's text.
///
/// @param place where it begins
/// @param text of an error: what is wrong
/// @param line from 1
record Token(Type type, int place, String text, int line) {
    private static final int SHOWN_MAX = 10;

    enum Type {
        ERROR,
        BOOL,
        CHAR,
        CHAR_CONSTANT,
        COMPLEX,
        ASSIGN,
        DECLARE,
        END_OF_TEXT,
        FIELD,
        IDENTIFIER,
        LEFT_DELIMITER,
        LEFT_PAREN,
        NUMBER,
        PIPE,
        RAW_STRING,
        RIGHT_DELIMITER,
        RIGHT_PAREN,
        SPACE,
        STRING,
        TEXT,
        VARIABLE,
        BLOCK(true),
        BREAK(true),
        CONTINUE(true),
        DOT(true),
        DEFINE(true),
        ELSE(true),
        END(true),
        IF(true),
        NIL(true),
        RANGE(true),
        TEMPLATE(true),
        WITH(true);

        private final boolean keyword;

        Type() {
            this(false);
        }

        Type(boolean keyword) {
            this.keyword = keyword;
        }
    }

    boolean is(Type wanted) {
        return type == wanted;
    }

    /// For errors.
    @Override
    public String toString() {
        if (is(Type.END_OF_TEXT)) {
            return "EOF";
        }
        if (is(Type.ERROR)) {
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
