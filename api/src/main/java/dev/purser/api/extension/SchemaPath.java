package dev.purser.api.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path of names through a schema, as rules and selectable fields name fields: `.spec.colour`,
/// `.spec.map['a.b']`.
///
/// @param names from the root on
/// @param found the schema of the field
public record SchemaPath(List<String> names, JsonSchema found) {

    /// Why a text is no path through a schema.
    static final class InvalidPathException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidPathException(String message) {
            super(message);
        }
    }

    /// What reading a path gives.
    public sealed interface Read {}

    /// The field that a path names.
    public record Field(SchemaPath path) implements Read {}

    /// The reason why it names none.
    public record Wrong(String why) implements Read {}

    /// Whether brackets may be used.
    public enum Brackets {
        ALLOWED,
        REFUSED
    }

    /// Reads a path through a schema.
    public static Read read(String text, JsonSchema schema, Brackets brackets) {
        try {
            return new Field(new Walk(tokens(text), schema, brackets).path());
        } catch (InvalidPathException e) {
            return new Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = tokenEnd(text, at);
            tokens.add(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static int tokenEnd(String text, int start) {
        if (text.charAt(start) == '\'') {
            for (int i = start + 1; i < text.length(); i++) {
                if (text.charAt(i) == '\'' && text.charAt(i - 1) != '\\') {
                    return i + 1;
                }
            }
            return text.length();
        }
        if (".[]".indexOf(text.charAt(start)) >= 0) {
            return start + 1;
        }
        int end = start;
        while (end < text.length() && ".[]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /// One walk along the tokens. Not thread-safe.
    private static final class Walk {
        private final List<String> tokens;
        private final Brackets brackets;
        private final List<String> names = new ArrayList<>();
        private JsonSchema schema;
        private int at;

        Walk(List<String> tokens, JsonSchema schema, Brackets brackets) {
            this.tokens = tokens;
            this.schema = schema;
            this.brackets = brackets;
        }

        SchemaPath path() throws InvalidPathException {
            while (at < tokens.size()) {
                String token = next();
                switch (token) {
                    case "." -> step(next());
                    case "[" -> bracket();
                    default -> throw new InvalidPathException("expected [ or . but got: " + token);
                }
            }
            return new SchemaPath(List.copyOf(names), schema);
        }

        private String next() throws InvalidPathException {
            if (at >= tokens.size()) {
                throw new InvalidPathException("unexpected end of JSON path");
            }
            return tokens.get(at++);
        }

        private void bracket() throws InvalidPathException {
            if (brackets == Brackets.REFUSED) {
                throw new InvalidPathException("array notation is not allowed");
            }
            String quoted = next();
            if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
                throw new InvalidPathException("expected single quoted string but got " + quoted);
            }
            step(quoted.substring(1, quoted.length() - 1).replace("\\'", "'"));
            String close = next();
            if (!close.equals("]")) {
                throw new InvalidPathException("expected ] but got " + close);
            }
        }

        private void step(String name) throws InvalidPathException {
            Optional<JsonSchema> below =
                    schema.structure().properties().isEmpty()
                            ? schema.additional()
                            : schema.property(name);
            schema =
                    below.orElseThrow(
                            () -> new InvalidPathException("does not refer to a valid field"));
            names.add(name);
        }
    }
}
