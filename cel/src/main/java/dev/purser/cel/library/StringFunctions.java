package dev.purser.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Functions of texts: the standard ones and version 2 of the strings extension. Places are counted
/// in code points.
final class StringFunctions {
    private StringFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known(
                        "contains",
                        arguments ->
                                Value.Bool.of(
                                        Arguments.text(arguments, 0)
                                                .contains(Arguments.text(arguments, 1)))),
                Function.known(
                        "startsWith",
                        arguments ->
                                Value.Bool.of(
                                        Arguments.text(arguments, 0)
                                                .startsWith(Arguments.text(arguments, 1)))),
                Function.known(
                        "endsWith",
                        arguments ->
                                Value.Bool.of(
                                        Arguments.text(arguments, 0)
                                                .endsWith(Arguments.text(arguments, 1)))),
                Function.known("charAt", StringFunctions::charAt),
                Function.known("indexOf", StringFunctions::indexOf),
                Function.known("lastIndexOf", StringFunctions::lastIndexOf),
                Function.known("join", StringFunctions::join),
                changed("lowerAscii", StringFunctions::lower),
                changed("upperAscii", StringFunctions::upper),
                changed("trim", GoText::trim),
                changed("strings.quote", GoText::quote),
                Function.known("replace", StringFunctions::replace),
                Function.known("split", StringFunctions::split),
                Function.known("substring", StringFunctions::substring),
                Function.of(
                        "format",
                        Overload.member(
                                "string_format",
                                SimpleType.STRING,
                                arguments ->
                                        new Value.Text(
                                                TextTemplate.fill(
                                                        Arguments.text(arguments, 0),
                                                        Arguments.list(arguments, 1))),
                                SimpleType.STRING,
                                ListType.create(SimpleType.DYN))));
    }

    private static Function changed(String name, UnaryOperator<String> change) {
        return Function.known(
                name, arguments -> new Value.Text(change.apply(Arguments.text(arguments, 0))));
    }

    private static String lower(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                result.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
        return result.toString();
    }

    private static String upper(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                result.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return result.toString();
    }

    private static EvaluationException outOfRange(long index) {
        return new EvaluationException("index out of range: " + index);
    }

    private static Value charAt(List<Value> arguments) {
        int[] text = Arguments.text(arguments, 0).codePoints().toArray();
        long index = Arguments.integer(arguments, 1);
        if (index < 0 || index > text.length) {
            throw outOfRange(index);
        }
        return new Value.Text(index == text.length ? "" : Character.toString(text[(int) index]));
    }

    private static Value indexOf(List<Value> arguments) {
        int[] text = Arguments.text(arguments, 0).codePoints().toArray();
        int[] part = Arguments.text(arguments, 1).codePoints().toArray();
        long offset = arguments.size() > 2 ? Arguments.integer(arguments, 2) : 0;
        if (offset < 0) {
            throw outOfRange(offset);
        }
        if (part.length == 0) {
            return new Value.Int(Math.min(offset, text.length));
        }
        for (long i = offset; i <= text.length - part.length; i++) {
            if (occursAt(text, part, (int) i)) {
                return new Value.Int(i);
            }
        }
        return new Value.Int(-1);
    }

    private static Value lastIndexOf(List<Value> arguments) {
        int[] text = Arguments.text(arguments, 0).codePoints().toArray();
        int[] part = Arguments.text(arguments, 1).codePoints().toArray();
        boolean limited = arguments.size() > 2;
        long offset = limited ? Arguments.integer(arguments, 2) : text.length;
        if (offset < 0) {
            throw outOfRange(offset);
        }
        if (part.length == 0) {
            return new Value.Int(Math.min(offset, text.length));
        }
        if (limited && offset >= text.length) {
            return new Value.Int(-1);
        }
        for (long i = Math.min(offset, text.length - part.length); i >= 0; i--) {
            if (occursAt(text, part, (int) i)) {
                return new Value.Int(i);
            }
        }
        return new Value.Int(-1);
    }

    private static boolean occursAt(int[] text, int[] part, int index) {
        for (int i = 0; i < part.length; i++) {
            if (text[index + i] != part[i]) {
                return false;
            }
        }
        return true;
    }

    private static Value join(List<Value> arguments) {
        String separator = arguments.size() > 1 ? Arguments.text(arguments, 1) : "";
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (Value element : Arguments.list(arguments, 0)) {
            if (!(element instanceof Value.Text(String text))) {
                throw new EvaluationException("join: invalid input: " + element);
            }
            joined.append(first ? "" : separator).append(text);
            first = false;
        }
        return new Value.Text(joined.toString());
    }

    private static Value replace(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        String old = Arguments.text(arguments, 1);
        String replacement = Arguments.text(arguments, 2);
        long limit = arguments.size() > 3 ? Arguments.integer(arguments, 3) : -1;
        if (limit < 0) {
            return new Value.Text(text.replace(old, replacement));
        }
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (long done = 0; done < limit; done++) {
            int at = old.isEmpty() ? emptyMatch(text, from, done) : text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            result.append(text, from, at).append(replacement);
            from = at + old.length();
        }
        return new Value.Text(result.append(text, from, text.length()).toString());
    }

    /// The empty text occurs before every code point and at the end.
    private static int emptyMatch(String text, int from, long done) {
        if (done == 0) {
            return 0;
        }
        return from >= text.length() ? -1 : text.offsetByCodePoints(from, 1);
    }

    private static Value split(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        String separator = Arguments.text(arguments, 1);
        long limit = arguments.size() > 2 ? Arguments.integer(arguments, 2) : -1;
        if (limit == 0) {
            return ListValue.ofTexts(List.of());
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (limit < 0 || parts.size() < limit - 1) {
            int at =
                    separator.isEmpty() ? nextCharacter(text, from) : text.indexOf(separator, from);
            if (at < 0) {
                break;
            }
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        if (!separator.isEmpty() || from < text.length()) {
            parts.add(text.substring(from));
        }
        return ListValue.ofTexts(parts);
    }

    private static int nextCharacter(String text, int from) {
        int next = from < text.length() ? text.offsetByCodePoints(from, 1) : text.length();
        return next < text.length() ? next : -1;
    }

    private static Value substring(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        long length = text.codePointCount(0, text.length());
        long start = Arguments.integer(arguments, 1);
        long end = arguments.size() > 2 ? Arguments.integer(arguments, 2) : length;
        if (arguments.size() > 2 && start > end) {
            throw new EvaluationException(
                    "invalid substring range. start: %d, end: %d".formatted(start, end));
        }
        if (start < 0 || start > length) {
            throw outOfRange(start);
        }
        if (end > length) {
            throw outOfRange(end);
        }
        return new Value.Text(
                text.substring(
                        text.offsetByCodePoints(0, (int) start),
                        text.offsetByCodePoints(0, (int) end)));
    }
}
