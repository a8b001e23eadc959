package dev.purser.external.provider.json;

import dev.purser.external.provider.json.RawJson.Text;
import java.util.List;

/// What an element of an array must be: `path operator value`, or only a path that must exist.
///
/// @param path within the element; empty for the element itself
/// @param operator empty if the path must only exist
record PropertyCondition(String path, String operator, String value) {
    /// Longer operators come before those they begin with.
    private static final List<String> OPERATORS =
            List.of("==", "!=", "!%", "<=", ">=", "=", "<", ">", "%");

    static PropertyCondition parse(String text) {
        for (int at = 0; at < text.length(); at = PathScanner.next(text, at)) {
            for (String operator : OPERATORS) {
                if (text.startsWith(operator, at)) {
                    return new PropertyCondition(
                            text.substring(0, at).strip(),
                            operator,
                            unquoted(text.substring(at + operator.length()).strip()));
                }
            }
        }
        return new PropertyCondition(text.strip(), "", "");
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return RawJsonReader.read(value).map(RawJson::text).orElse(value);
    }

    boolean holds(RawJson element) {
        return PropertyPath.follow(element, path).filter(this::fits).isPresent();
    }

    private boolean fits(RawJson part) {
        return switch (part) {
            case RawJson _ when operator.isEmpty() -> true;
            case Text text when operator.equals("%") -> new Glob(value).matches(text.text());
            case Text text when operator.equals("!%") -> !new Glob(value).matches(text.text());
            case Text text -> compared(text.text().compareTo(value));
            case RawJson.Numeral number -> comparesAsNumber(number);
            case RawJson.Literal literal -> comparesAsLiteral(literal);
            case RawJson.Members _, RawJson.Elements _ -> false;
        };
    }

    /// What is no number is compared as nought.
    private boolean comparesAsNumber(RawJson.Numeral number) {
        double other;
        try {
            other = Double.parseDouble(value);
        } catch (NumberFormatException _) {
            other = 0;
        }
        return compared(Double.compare(number.value(), other));
    }

    /// Nothing compares with `null`.
    private boolean comparesAsLiteral(RawJson.Literal literal) {
        if (literal.raw().equals("null")) {
            return false;
        }
        return switch (operator) {
            case "==", "=" -> literal.raw().equals(value);
            case "!=" -> !literal.raw().equals(value);
            default -> false;
        };
    }

    private boolean compared(int order) {
        return switch (operator) {
            case "==", "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> false;
        };
    }
}
