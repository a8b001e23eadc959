package dev.purser.node.environment;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Replaces `$(NAME)` in commands, arguments, variables and sub-paths.
///
/// `$$` stands for a dollar sign, so `$$(NAME)` is kept as `$(NAME)`. A reference to an unknown
/// name stays as it is written, and so does a dollar sign before anything else.
public final class Expansion {
    private final Function<String, Optional<String>> values;
    private final Set<String> missing = new LinkedHashSet<>();

    private Expansion(Function<String, Optional<String>> values) {
        this.values = values;
    }

    /// The text with every known reference replaced.
    public static String expand(String text, Function<String, Optional<String>> values) {
        return new Expansion(values).replace(text);
    }

    /// The text with every reference replaced.
    ///
    /// @throws ConfigErrorException `missing value for NAME` when one is unknown, as for
    ///   `subPathExpr`
    public static String expandAll(String text, Function<String, Optional<String>> values)
            throws ConfigErrorException {
        Expansion expansion = new Expansion(values);
        String result = expansion.replace(text);
        if (!expansion.missing.isEmpty()) {
            throw new ConfigErrorException(
                    "missing value for " + expansion.missing.iterator().next());
        }
        return result;
    }

    private String replace(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == text.length()) {
                return result.append(text, at, text.length()).toString();
            }
            result.append(text, at, dollar);
            at = replaceAt(text, dollar, result);
        }
        return result.toString();
    }

    /// Handles the dollar sign at this place; returns where to go on.
    private int replaceAt(String text, int dollar, StringBuilder result) {
        char next = text.charAt(dollar + 1);
        if (next == '$') {
            result.append('$');
            return dollar + 2;
        }
        int end = next == '(' ? text.indexOf(')', dollar) : -1;
        if (end < 0) {
            result.append('$').append(next);
            return dollar + 2;
        }
        String name = text.substring(dollar + 2, end);
        result.append(values.apply(name).orElseGet(() -> unknown(name)));
        return end + 1;
    }

    private String unknown(String name) {
        missing.add(name);
        return "$(" + name + ")";
    }
}
