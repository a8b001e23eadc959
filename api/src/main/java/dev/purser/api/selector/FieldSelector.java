package dev.purser.api.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A choice of objects by a few of their fields: `metadata.name=x,type!=Opaque`. Immutable and
/// thread-safe.
///
/// In values, a backslash escapes a comma, an equals sign and a backslash.
public final class FieldSelector {
    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());
    private static final Set<String> COMMON = Set.of("metadata.name", "metadata.namespace");

    /// One condition on one field.
    ///
    /// @param equal whether the field must have the value, or must not
    public record Term(String field, boolean equal, String value) {
        boolean matches(Map<String, String> fields) {
            return fields.getOrDefault(field, "").equals(value) == equal;
        }

        @Override
        public String toString() {
            String escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
            return field + (equal ? "=" : "!=") + escaped;
        }
    }

    /// A term that says nothing, which Kubernetes passes over.
    private static final Term NOTHING = new Term("", true, "");

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /// Matches every object.
    public static FieldSelector everything() {
        return EVERYTHING;
    }

    /// Matches the object of a name.
    public static FieldSelector ofName(String name) {
        return new FieldSelector(List.of(new Term("metadata.name", true, name)));
    }

    /// Matches objects whose fields have these values.
    public static FieldSelector ofValues(Map<String, String> values) {
        return new FieldSelector(
                values.entrySet().stream()
                        .map(entry -> new Term(entry.getKey(), true, entry.getValue()))
                        .toList());
    }

    /// Reads the `fieldSelector` parameter; the empty string matches everything.
    ///
    /// @throws SelectorException with Kubernetes' text when it cannot be read
    public static FieldSelector parse(String selector) {
        List<Term> terms = new ArrayList<>();
        for (String part : splitTerms(selector).stream().sorted().toList()) {
            Term term = part.isEmpty() ? NOTHING : term(selector, part);
            if (!term.equals(NOTHING)) {
                terms.add(term);
            }
        }
        return new FieldSelector(terms);
    }

    private static List<String> splitTerms(String selector) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean escaped = false;
        for (int i = 0; i < selector.length(); i++) {
            char next = selector.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (next == '\\') {
                escaped = true;
            } else if (next == ',') {
                parts.add(selector.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(selector.substring(start));
        return parts;
    }

    private static Term term(String selector, String part) {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(part.substring(0, i), !operator.equals("!="), value);
                }
            }
        }
        throw new SelectorException(
                "invalid selector: '%s'; can't understand '%s'".formatted(selector, part));
    }

    private static String unescape(String value) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == ',' || next == '=') {
                throw new SelectorException(
                        "invalid field selector: unescaped character in value: " + (int) next);
            }
            if (next == '\\') {
                i++;
                String sequence = value.substring(i - 1, Math.min(i + 1, value.length()));
                if (!sequence.matches("\\\\[\\\\,=]")) {
                    throw new SelectorException(
                            "invalid field selector: invalid escape sequence: " + sequence);
                }
                next = value.charAt(i);
            }
            result.append(next);
        }
        return result.toString();
    }

    /// Refuses fields that a resource cannot be chosen by.
    ///
    /// @param common which of the fields of all objects the resource offers
    /// @param selectable what it offers beside them
    /// @param refusal what a resource that offers something says of any other field
    /// @throws SelectorException with Kubernetes' text
    public void requireSupported(
            Set<String> common, Set<String> selectable, UnaryOperator<String> refusal) {
        for (Term term : terms) {
            if (!common.contains(term.field()) && !selectable.contains(term.field())) {
                throw new SelectorException(
                        selectable.isEmpty()
                                ? "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                        .formatted(term.field())
                                : refusal.apply(term.field()));
            }
        }
    }

    /// The first field that is neither common to all objects nor one of these.
    public Optional<String> firstUnsupported(Set<String> selectable) {
        return terms.stream()
                .map(Term::field)
                .filter(field -> !COMMON.contains(field) && !selectable.contains(field))
                .findFirst();
    }

    /// Whether an object with these fields matches; a field that is not there counts as empty.
    public boolean matches(Map<String, String> fields) {
        for (Term term : terms) {
            if (!term.matches(fields)) {
                return false;
            }
        }
        return true;
    }

    /// The one value a field must have, when this selector says so.
    public Optional<String> requiredValue(String field) {
        return terms.stream()
                .filter(term -> term.equal() && term.field().equals(field))
                .map(Term::value)
                .findFirst();
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    /// The conditions, all of which must hold.
    public List<Term> terms() {
        return terms;
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}
