package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import java.nio.charset.StandardCharsets;

/// Takes the template of `format` apart: literal text, and clauses such as `%s` or `%.2f`.
public final class TemplateReader {
    private static final int DEFAULT_PRECISION = 6;
    private static final int MAX_PRECISION = 1000;
    private static final String VERBS = "sdfebxXo";

    /// Takes the parts of a template.
    public interface Parts {
        /// A character that stands for itself.
        void literal(int codePoint);

        /// A clause begins; it may be malformed.
        ///
        /// @param index which of the template's clauses it is
        void announce(int index);

        /// A well-formed clause.
        ///
        /// @param verb one of `sdfebxXo`
        /// @param precision the number of digits behind the point
        void clause(int index, char verb, int precision);
    }

    private final String template;
    private final Parts parts;
    private int next;

    private TemplateReader(String template, Parts parts) {
        this.template = template;
        this.parts = parts;
    }

    /// @throws EvaluationException if a clause is malformed
    public static void read(String template, Parts parts) {
        new TemplateReader(template, parts).read();
    }

    private void read() {
        int clauses = 0;
        while (next < template.length()) {
            int c = template.codePointAt(next);
            next += Character.charCount(c);
            if (c != '%') {
                parts.literal(c);
            } else if (next < template.length() && template.charAt(next) == '%') {
                parts.literal('%');
                next++;
            } else {
                clause(clauses++);
            }
        }
    }

    private void clause(int index) {
        parts.announce(index);
        if (next >= template.length()) {
            throw new EvaluationException("unexpected end of string");
        }
        int precision = precision();
        char verb = template.charAt(next);
        if (VERBS.indexOf(verb) < 0) {
            throw malformed(
                    "unrecognized formatting clause \"%s\"".formatted(firstByte(template, next)));
        }
        next++;
        parts.clause(index, verb, precision);
    }

    /// What Go sees of a character: its first byte.
    private static char firstByte(String text, int index) {
        byte[] bytes = Character.toString(text.codePointAt(index)).getBytes(StandardCharsets.UTF_8);
        return (char) Byte.toUnsignedInt(bytes[0]);
    }

    private int precision() {
        if (template.charAt(next) != '.') {
            return DEFAULT_PRECISION;
        }
        int start = ++next;
        while (next < template.length()
                && template.charAt(next) >= '0'
                && template.charAt(next) <= '9') {
            next++;
        }
        if (next >= template.length()) {
            throw malformed(
                    "error while parsing precision: could not find end of precision specifier");
        }
        String digits = template.substring(start, next);
        try {
            return (int) Math.min(Long.parseLong(digits), MAX_PRECISION);
        } catch (NumberFormatException e) {
            throw malformed(
                    ("error while parsing precision: error while converting precision to integer:"
                                    + " strconv.Atoi: parsing %s: %s")
                            .formatted(
                                    GoText.quote(digits),
                                    digits.isEmpty() ? "invalid syntax" : "value out of range"));
        }
    }

    private static EvaluationException malformed(String why) {
        return new EvaluationException("could not parse formatting clause: " + why);
    }
}
