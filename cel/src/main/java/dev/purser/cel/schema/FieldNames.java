package dev.purser.cel.schema;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Property names as identifiers of CEL, as Kubernetes escapes them ("Validation rules" in the
/// documentation of CustomResourceDefinitions).
public final class FieldNames {
    private static final Set<String> RESERVED =
            Set.of(
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");

    private static final Pattern ESCAPABLE = Pattern.compile("[a-zA-Z_./-][a-zA-Z0-9_./-]*");
    private static final Pattern SPECIAL = Pattern.compile("__|[-./]");
    private static final Pattern ESCAPED = Pattern.compile("__([^_]+)__");

    private FieldNames() {}

    /// Whether CEL keeps a word for itself, so that it is no identifier.
    public static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    /// The identifier of a property; empty for a name that no identifier can stand for.
    public static Optional<String> escape(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!ESCAPABLE.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                SPECIAL.matcher(name)
                        .replaceAll(found ->
                                switch (found.group()) {
                                    case "__" -> "__underscores__";
                                    case "." -> "__dot__";
                                    case "-" -> "__dash__";
                                    default -> "__slash__";
                                }));
    }

    /// The property that an identifier stands for; empty if the identifier has an unknown escape.
    public static Optional<String> unescape(String identifier) {
        if (!identifier.contains("__")) {
            return Optional.of(identifier);
        }
        Matcher matcher = ESCAPED.matcher(identifier);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String inner = matcher.group(1);
            String plain =
                    switch (inner) {
                        case "underscores" -> "__";
                        case "dot" -> ".";
                        case "dash" -> "-";
                        case "slash" -> "/";
                        default -> RESERVED.contains(inner) ? inner : "";
                    };
            if (plain.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(plain));
        }
        return Optional.of(matcher.appendTail(result).toString());
    }
}
