package dev.purser.api.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Finds the first syntax error of a JSON text and says it in the words of Go's decoder, which
/// clients of Kubernetes know. Only used on texts that the real parser refused.
final class JsonSyntax {
    private static final String VALUE = "looking for beginning of value";
    private static final String KEY = "looking for beginning of object key string";

    /// As deep as the real parser goes; what is deeper is refused before a stack overflows.
    private static final int DEPTH_MAX = JsonText.NESTING_MAX;

    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private int position;

    private JsonSyntax(String text) {
        this.text = text;
    }

    /// The message; empty if the syntax is right.
    static Optional<String> firstError(String text) {
        try {
            new JsonSyntax(text).document();
            return Optional.empty();
        } catch (DecodingException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void document() throws DecodingException {
        value();
        while (!open.isEmpty()) {
            afterValue();
        }
        skipSpace();
        if (position < text.length()) {
            throw unexpected("after top-level value");
        }
    }

    /// Reads a scalar, or opens a container and reads up to its first scalar.
    private void value() throws DecodingException {
        skipSpace();
        char c = current();
        switch (c) {
            case '{' -> openObject();
            case '[' -> openArray();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !isDigit(c)) {
                    throw unexpected(VALUE);
                }
                number();
            }
        }
    }

    private void openObject() throws DecodingException {
        position++;
        skipSpace();
        if (current() == '}') {
            position++;
            return;
        }
        push('}');
        key();
    }

    private void openArray() throws DecodingException {
        position++;
        skipSpace();
        if (current() == ']') {
            position++;
            return;
        }
        push(']');
        value();
    }

    private void push(char close) throws DecodingException {
        if (open.size() >= DEPTH_MAX) {
            throw new DecodingException("exceeded max depth");
        }
        open.push(close);
    }

    private void key() throws DecodingException {
        skipSpace();
        if (current() != '"') {
            throw unexpected(KEY);
        }
        string();
        skipSpace();
        if (current() != ':') {
            throw unexpected("after object key");
        }
        position++;
        value();
    }

    private void afterValue() throws DecodingException {
        skipSpace();
        char c = current();
        boolean inObject = open.element() == '}';
        if (c == open.element()) {
            open.pop();
            position++;
        } else if (c != ',') {
            throw unexpected(inObject ? "after object key:value pair" : "after array element");
        } else {
            position++;
            if (inObject) {
                key();
            } else {
                value();
            }
        }
    }

    private void string() throws DecodingException {
        position++;
        while (true) {
            char c = current();
            if (c == '"') {
                position++;
                return;
            }
            if (c < 0x20) {
                throw unexpected("in string literal");
            }
            position++;
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() throws DecodingException {
        char c = current();
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                position++;
                if (Character.digit(current(), 16) < 0) {
                    throw unexpected("in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(c) < 0) {
            throw unexpected("in string escape code");
        }
        position++;
    }

    private void literal(String word) throws DecodingException {
        for (int i = 1; i < word.length(); i++) {
            position++;
            if (current() != word.charAt(i)) {
                throw unexpected("in literal %s (expecting '%s')".formatted(word, word.charAt(i)));
            }
        }
        position++;
    }

    private void number() throws DecodingException {
        if (current() == '-') {
            position++;
            if (!isDigit(current())) {
                throw unexpected("in numeric literal");
            }
        }
        if (current() == '0') {
            position++;
        } else {
            digits();
        }
        if (at('.')) {
            position++;
            if (!isDigit(current())) {
                throw unexpected("after decimal point in numeric literal");
            }
            digits();
        }
        if (at('e') || at('E')) {
            position++;
            if (at('+') || at('-')) {
                position++;
            }
            if (!isDigit(current())) {
                throw unexpected("in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private char current() throws DecodingException {
        if (position >= text.length()) {
            throw new DecodingException("unexpected end of JSON input");
        }
        return text.charAt(position);
    }

    private DecodingException unexpected(String where) {
        char c = text.charAt(position);
        String shown =
                switch (c) {
                    case '\'' -> "'\\''";
                    case '"' -> "'\"'";
                    case '\n' -> "'\\n'";
                    case '\r' -> "'\\r'";
                    case '\t' -> "'\\t'";
                    default -> c < 0x20 ? "'\\x%02x'".formatted((int) c) : "'" + firstByte(c) + "'";
                };
        return new DecodingException("invalid character " + shown + " " + where);
    }

    /// The character that Go shows: the first of a character's bytes, taken for one itself.
    private static char firstByte(char c) {
        byte[] bytes = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
        return Character.isSurrogate(c) ? '\u00f0' : (char) Byte.toUnsignedInt(bytes[0]);
    }
}
