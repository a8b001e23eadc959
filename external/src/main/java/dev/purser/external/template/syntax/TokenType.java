package dev.purser.external.template.syntax;

/// What a piece of a template's text is.
enum TokenType {
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

    /// Whether it is a word of the language.
    final boolean keyword;

    TokenType() {
        this(false);
    }

    TokenType(boolean keyword) {
        this.keyword = keyword;
    }
}
