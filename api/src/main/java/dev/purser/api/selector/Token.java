package dev.purser.api.selector;

import java.util.ArrayList;
import java.util.List;

/// A word of a label selector string, with the text it was read from.
record Token(Kind kind, String text) {
    enum Kind {
        IDENTIFIER,
        IN,
        NOT_IN,
        OPEN,
        CLOSE,
        COMMA,
        BANG,
        EQUALS,
        DOUBLE_EQUALS,
        NOT_EQUALS,
        GREATER,
        LESS,
        END
    }

    private static final String SYMBOLS = "=!(),><";
    private static final String SPACES = " \t\r\n";

    /// Splits a selector into its words; the last one is END.
    static List<Token> split(String selector) {
        List<Token> tokens = new ArrayList<>();
        int position = 0;
        while (position < selector.length()) {
            char next = selector.charAt(position);
            if (SPACES.indexOf(next) >= 0) {
                position++;
                continue;
            }
            Token token =
                    SYMBOLS.indexOf(next) >= 0
                            ? symbol(selector, position)
                            : word(selector, position);
            tokens.add(token);
            position += token.length();
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private int length() {
        return text.length();
    }

    private static Token word(String selector, int start) {
        int end = start;
        while (end < selector.length()
                && SYMBOLS.indexOf(selector.charAt(end)) < 0
                && SPACES.indexOf(selector.charAt(end)) < 0) {
            end++;
        }
        String word = selector.substring(start, end);
        return switch (word) {
            case "in" -> new Token(Kind.IN, word);
            case "notin" -> new Token(Kind.NOT_IN, word);
            default -> new Token(Kind.IDENTIFIER, word);
        };
    }

    private static Token symbol(String selector, int start) {
        boolean beforeEquals = selector.startsWith("=", start + 1);
        return switch (selector.charAt(start)) {
            case '(' -> new Token(Kind.OPEN, "(");
            case ')' -> new Token(Kind.CLOSE, ")");
            case ',' -> new Token(Kind.COMMA, ",");
            case '>' -> new Token(Kind.GREATER, ">");
            case '<' -> new Token(Kind.LESS, "<");
            case '!' -> beforeEquals ? new Token(Kind.NOT_EQUALS, "!=") : new Token(Kind.BANG, "!");
            default ->
                    beforeEquals
                            ? new Token(Kind.DOUBLE_EQUALS, "==")
                            : new Token(Kind.EQUALS, "=");
        };
    }

    /// Whether this can stand where a name or value is expected; `in` and `notin` can.
    boolean isName() {
        return kind == Kind.IDENTIFIER || kind == Kind.IN || kind == Kind.NOT_IN;
    }
}
