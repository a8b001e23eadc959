package dev.purser.api.extension;

import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;

/// Regular expressions that cannot be read.
final class Expressions {
    private Expressions() {}

    /// What is wrong with an expression, in Go's words.
    static String problem(String expression) {
        try {
            GoPattern.compile(expression);
            return "";
        } catch (PatternSyntaxException e) {
            String part = e.getPattern() == null ? expression : e.getPattern();
            return "error parsing regexp: %s: `%s`".formatted(e.getDescription(), part);
        }
    }
}
