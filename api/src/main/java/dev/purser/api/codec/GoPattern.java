package dev.purser.api.codec;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Regular expressions as Go compiles them: RE2's syntax within bounds that RE2/J lacks. An
/// expression of some characters may stand for a program of millions of instructions, since repeats
/// are written out, and whoever may write one could use up the memory with it.
///
/// See <https://pkg.go.dev/regexp/syntax>. The bound of the size is lower here than in Go, which
/// takes 128 MiB for one.
public final class GoPattern {
    private static final int MOST_REPEATS = 1000;
    private static final int MOST_INSTRUCTIONS = 100_000;
    private static final int DEEPEST = 500;

    private final String expression;
    private final Deque<Part> groups = new ArrayDeque<>();

    /// What has been read of the innermost group, and its last piece.
    private Part group = Part.EMPTY;

    private Part last = Part.EMPTY;

    /// @param size in instructions, at least
    /// @param repeats how often its innermost piece is written out
    private record Part(long size, long repeats) {
        private static final Part EMPTY = new Part(0, 1);
        private static final Part PIECE = new Part(1, 1);

        private Part and(Part next) {
            return new Part(
                    Math.min(size + next.size, Integer.MAX_VALUE), Math.max(repeats, next.repeats));
        }
    }

    private GoPattern(String expression) {
        this.expression = expression;
    }

    /// @throws PatternSyntaxException for what is no expression, and for what is too large a one
    public static Pattern compile(String expression) {
        new GoPattern(expression).checkSize();
        try {
            return Pattern.compile(expression);
        } catch (StackOverflowError e) {
            throw new PatternSyntaxException("expression nests too deeply", expression);
        }
    }

    /// Syntax is left to the compiler; what it will refuse is only to be passed over.
    private void checkSize() {
        int at = 0;
        while (at < expression.length()) {
            at = next(at);
            if (group.size() + last.size() > MOST_INSTRUCTIONS) {
                throw new PatternSyntaxException("expression too large", expression);
            }
        }
    }

    /// Reads one piece or operator, and returns where the next one begins.
    private int next(int at) {
        return switch (expression.charAt(at)) {
            case '(' -> open(at);
            case ')' -> close(at);
            case '[' -> piece(endOfClass(at));
            case '\\' -> escape(at);
            case '{' -> repeat(at);
            case '*', '+', '?' -> {
                last = last.and(Part.PIECE);
                yield at + 1;
            }
            default -> piece(at + 1);
        };
    }

    private int piece(int end) {
        group = group.and(last);
        last = Part.PIECE;
        return end;
    }

    private int open(int at) {
        if (groups.size() == DEEPEST) {
            throw new PatternSyntaxException("expression nests too deeply", expression);
        }
        groups.push(group.and(last));
        group = Part.PIECE;
        last = Part.PIECE;
        return at + 1;
    }

    private int close(int at) {
        last = group.and(last);
        group = groups.isEmpty() ? Part.EMPTY : groups.pop();
        return at + 1;
    }

    /// A bracket right after the beginning stands for itself.
    private int endOfClass(int begin) {
        int at = begin + 1;
        if (expression.startsWith("^", at)) {
            at++;
        }
        if (expression.startsWith("]", at)) {
            at++;
        }
        while (at < expression.length() && expression.charAt(at) != ']') {
            int named = expression.startsWith("[:", at) ? expression.indexOf(":]", at + 2) : -1;
            if (named >= 0) {
                at = named + 2;
            } else {
                at += expression.charAt(at) == '\\' ? 2 : 1;
            }
        }
        return Math.min(at + 1, expression.length());
    }

    private int escape(int at) {
        if (expression.startsWith("\\Q", at)) {
            int end = expression.indexOf("\\E", at);
            int until = end < 0 ? expression.length() : end;
            group = group.and(last).and(new Part(until - at - 2, 1));
            last = Part.EMPTY;
            return Math.min(until + 2, expression.length());
        }
        boolean hasName =
                expression.startsWith("{", at + 2) && "pPx".indexOf(expression.charAt(at + 1)) >= 0;
        int close = hasName ? expression.indexOf('}', at) : -1;
        return piece(close < 0 ? Math.min(at + 2, expression.length()) : close + 1);
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else in braces stands for itself.
    private int repeat(int at) {
        int close = expression.indexOf('}', at);
        String counts = close < 0 ? "" : expression.substring(at + 1, close);
        if (!counts.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
            return piece(at + 1);
        }
        String[] bounds = counts.split(",");
        int count = Integer.parseInt(bounds[bounds.length - 1]);
        long repeats = last.repeats() * Math.max(count, 1);
        if (repeats > MOST_REPEATS) {
            throw new PatternSyntaxException(
                    "invalid repeat count", expression.substring(at, close + 1));
        }
        last = new Part((last.size() + 1) * Math.max(count, 1), repeats);
        return close + 1;
    }
}
