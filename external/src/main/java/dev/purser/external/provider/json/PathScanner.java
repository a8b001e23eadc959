package dev.purser.external.provider.json;

/// Finds where the pieces of a [PropertyPath] end, past escapes, quotes and brackets.
final class PathScanner {
    private PathScanner() {}

    /// Where the step that begins here ends: at a dot, a pipe or the path's end.
    static int stepEnd(String path, int from) {
        for (int at = from; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c == '.' || c == '|') {
                return at;
            }
            if (c == '\\') {
                at++;
            }
        }
        return path.length();
    }

    /// Where the next pipe is, or the path's end.
    static int pipe(String path, int from) {
        for (int at = from; at < path.length(); at = next(path, at)) {
            if (path.charAt(at) == '|') {
                return at;
            }
        }
        return path.length();
    }

    /// Where the bracket that opens here is closed; negative if nowhere.
    static int closing(String path, int open) {
        int depth = 0;
        int at = open;
        while (at < path.length()) {
            switch (path.charAt(at)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '"' -> at = quoteEnd(path, at);
                case '\\' -> at++;
                default -> {}
            }
            if (depth == 0) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /// What comes behind the character, quote or bracket that begins here.
    static int next(String path, int at) {
        return switch (path.charAt(at)) {
            case '\\' -> at + 2;
            case '"' -> quoteEnd(path, at) + 1;
            case '(' -> {
                int close = closing(path, at);
                yield close < 0 ? path.length() : close + 1;
            }
            default -> at + 1;
        };
    }

    private static int quoteEnd(String path, int open) {
        for (int at = open + 1; at < path.length(); at++) {
            if (path.charAt(at) == '"') {
                return at;
            }
            if (path.charAt(at) == '\\') {
                at++;
            }
        }
        return path.length();
    }
}
