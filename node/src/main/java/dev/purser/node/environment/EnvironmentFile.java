package dev.purser.node.environment;

import java.util.List;
import java.util.Optional;

/// Files of variables in a strict subset of a shell's syntax: `NAME='value'`, where the value may
/// have several lines; comments, and blank lines (KEP-3721).
final class EnvironmentFile {
    private static final String BLANK = "[ \\t]+";

    private final List<String> lines;
    private int next;

    private EnvironmentFile(String text) {
        lines = text.lines().toList();
    }

    /// A file that is not written so.
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// The first value of this name; empty when there is none.
    ///
    /// @throws SyntaxException when the file is wrong at or before the place where the name stands
    static Optional<String> value(String text, String name) throws SyntaxException {
        EnvironmentFile file = new EnvironmentFile(text);
        while (file.next < file.lines.size()) {
            String line = file.lines.get(file.next++).replaceFirst("^" + BLANK, "");
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0 || line.substring(0, equals).matches(".*[ \\t]")) {
                throw new SyntaxException();
            }
            String value = file.assigned(line.substring(equals + 1));
            if (line.substring(0, equals).equals(name)) {
                return Optional.of(value).filter(each -> !each.isEmpty());
            }
        }
        return Optional.empty();
    }

    /// What stands after the sign. A blank first assigns nothing, as in a shell.
    private String assigned(String rest) throws SyntaxException {
        if (rest.startsWith(" ") || rest.startsWith("\t")) {
            return "";
        }
        if (!rest.startsWith("'")) {
            throw new SyntaxException();
        }
        StringBuilder value = new StringBuilder();
        String part = rest.substring(1);
        int end = part.indexOf('\'');
        while (end < 0) {
            if (next == lines.size()) {
                throw new SyntaxException();
            }
            value.append(part).append('\n');
            part = lines.get(next++);
            end = part.indexOf('\'');
        }
        String after = part.substring(end + 1).replaceFirst("^" + BLANK, "");
        if (!after.isEmpty() && !after.startsWith("#")) {
            throw new SyntaxException();
        }
        return value.append(part, 0, end).toString();
    }
}
