package dev.purser.cel.rule;

import dev.purser.cel.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Paths of fields and map keys, `.spec.map['a.b']`, which a schema must know.
final class FieldPath {
    private FieldPath() {}

    /// The path in the form that errors have, `spec.map[a.b]`; empty if it is none of the schema.
    static Optional<String> parse(String path, SchemaNode schema) {
        Optional<List<String>> tokens = tokens(path);
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder result = new StringBuilder();
        SchemaNode here = schema;
        for (String name : tokens.get()) {
            boolean isField = here.hasProperties();
            Optional<SchemaNode> next =
                    isField
                            ? Optional.ofNullable(here.properties().get(name))
                            : here.additionalProperties();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (isField) {
                result.append(result.isEmpty() ? "" : ".").append(name);
            } else {
                result.append('[').append(name).append(']');
            }
            here = next.get();
        }
        return Optional.of(result.toString());
    }

    /// The names in a path; empty if it is not well formed.
    private static Optional<List<String>> tokens(String path) {
        List<String> names = new ArrayList<>();
        int position = 0;
        while (position < path.length()) {
            int end =
                    path.charAt(position) == '[' ? keyEnd(path, position) : nameEnd(path, position);
            boolean key = path.charAt(position) == '[';
            if (end < 0) {
                return Optional.empty();
            }
            Optional<String> name =
                    key
                            ? unescape(path.substring(position + 2, end - 2))
                            : Optional.of(path.substring(position + 1, end));
            if (name.isEmpty() || name.get().isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
            position = end;
        }
        return Optional.of(names);
    }

    private static int nameEnd(String path, int start) {
        if (path.charAt(start) != '.') {
            return -1;
        }
        int end = start + 1;
        while (end < path.length() && ".[]".indexOf(path.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static int keyEnd(String path, int start) {
        if (!path.startsWith("['", start)) {
            return -1;
        }
        int end = start + 2;
        while (end < path.length() && (path.charAt(end) != '\'' || path.charAt(end - 1) == '\\')) {
            end++;
        }
        return path.startsWith("']", end) ? end + 2 : -1;
    }

    private static Optional<String> unescape(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                result.append(c);
                continue;
            }
            int index = "abfnrtv'\\".indexOf(text.charAt(++i));
            if (index < 0) {
                return Optional.empty();
            }
            result.append("\u0007\b\f\n\r\t\u000B'\\".charAt(index));
        }
        return Optional.of(result.toString());
    }
}
