package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Printing;
import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Functions of strings.
final class TextFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final GoType INT = GoType.INT;
    private static final GoType ANY = GoType.ANY;

    private TextFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("hello", _ -> Value.of("Hello!"));
        simple(table, "trim", Texts::trimSpace);
        simple(table, "upper", Texts::upper);
        simple(table, "lower", Texts::lower);
        simple(table, "title", Texts::title);
        simple(table, "untitle", Texts::untitle);
        simple(table, "swapcase", Texts::swapCase);
        simple(table, "nospace", Texts::withoutSpace);
        simple(table, "initials", Texts::initials);
        simple(table, "snakecase", text -> Words.join(text, '_'));
        simple(table, "kebabcase", text -> Words.join(text, '-'));
        simple(table, "camelcase", Words::pascal);
        addTrimming(table);
        addParts(table);
        addLayout(table);
        addQuotes(table);
        table.add("contains", a -> Value.of(a.text(1).contains(a.text(0))), STRING, STRING);
        table.add("hasPrefix", a -> Value.of(a.text(1).startsWith(a.text(0))), STRING, STRING);
        table.add("hasSuffix", a -> Value.of(a.text(1).endsWith(a.text(0))), STRING, STRING);
        table.add("toString", a -> Value.of(Casts.toText(a.value(0))), ANY);
        table.add("toStrings", a -> Value.strings(Casts.toTexts(a.value(0))), ANY);
        table.add("replace", TextFunctions::replace, STRING, STRING, STRING);
        table.add("repeat", TextFunctions::repeat, INT, STRING);
        table.add(
                "plural",
                a -> Value.of(a.whole(2) == 1 ? a.text(0) : a.text(1)),
                STRING,
                STRING,
                INT);
    }

    private static void simple(FunctionTable table, String name, UnaryOperator<String> change) {
        table.add(name, a -> Value.of(change.apply(a.text(0))), STRING);
    }

    private static void addTrimming(FunctionTable table) {
        table.add("trimAll", a -> Value.of(Texts.trim(a.text(1), a.text(0))), STRING, STRING);
        table.alias("trimall", "trimAll");
        table.add(
                "trimPrefix",
                a ->
                        Value.of(
                                a.text(1).startsWith(a.text(0))
                                        ? a.text(1).substring(a.text(0).length())
                                        : a.text(1)),
                STRING,
                STRING);
        table.add(
                "trimSuffix",
                a ->
                        Value.of(
                                a.text(1).endsWith(a.text(0))
                                        ? a.text(1)
                                                .substring(
                                                        0, a.text(1).length() - a.text(0).length())
                                        : a.text(1)),
                STRING,
                STRING);
    }

    private static void addParts(FunctionTable table) {
        table.add("substr", TextFunctions::substring, INT, INT, STRING);
        table.add("trunc", a -> Value.of(truncate(a.whole(0), a.text(1))), INT, STRING);
        table.add("abbrev", a -> Value.of(Texts.abbreviate(a.text(1), 0, a.whole(0))), INT, STRING);
        table.add("abbrevboth", TextFunctions::abbreviateBoth, INT, INT, STRING);
        table.add("split", a -> numbered(Texts.split(a.text(1), a.text(0), -1)), STRING, STRING);
        table.add(
                "splitn",
                a -> numbered(Texts.split(a.text(2), a.text(0), a.whole(1))),
                STRING,
                INT,
                STRING);
        table.add(
                "splitList",
                a -> Value.strings(Texts.split(a.text(1), a.text(0), -1)),
                STRING,
                STRING);
        table.add("join", TextFunctions::join, STRING, ANY);
    }

    private static void addLayout(FunctionTable table) {
        table.add("indent", a -> Value.of(indent(a)), INT, STRING);
        table.add("nindent", a -> Value.of("\n" + indent(a)), INT, STRING);
        table.add(
                "wrap", a -> Value.of(Texts.wrap(a.text(1), a.whole(0), "\n", false)), INT, STRING);
        table.add(
                "wrapWith",
                a -> Value.of(Texts.wrap(a.text(2), a.whole(0), a.text(1), true)),
                INT,
                STRING,
                STRING);
    }

    private static void addQuotes(FunctionTable table) {
        table.addVariadic(
                "quote", a -> Value.of(joined(a, v -> Quoting.quote(Casts.toText(v)))), ANY);
        table.addVariadic(
                "squote", a -> Value.of(joined(a, v -> "'" + Printing.show(v) + "'")), ANY);
        table.addVariadic("cat", a -> Value.of(joined(a, Printing::show)), ANY);
    }

    private static String joined(Arguments arguments, Function<Value, String> show) {
        List<String> texts = new ArrayList<>();
        for (Value value : arguments.all()) {
            if (!(value instanceof Nil)) {
                texts.add(show.apply(value));
            }
        }
        return String.join(" ", texts);
    }

    private static Value numbered(List<String> parts) {
        Mapping map = new Mapping(GoType.STRING_MAP);
        for (int i = 0; i < parts.size(); i++) {
            map.put("_" + i, Value.of(parts.get(i)));
        }
        return map;
    }

    private static Value join(Arguments arguments) throws CallException {
        List<String> texts = Casts.toTexts(arguments.value(1));
        arguments.expect((long) texts.size() * arguments.text(0).length());
        return Value.of(String.join(arguments.text(0), texts));
    }

    private static Value repeat(Arguments arguments) throws CallException {
        long count = arguments.whole(0);
        if (count < 0) {
            throw new CallException("strings: negative Repeat count");
        }
        String text = arguments.text(1);
        if (text.isEmpty()) {
            return Value.of("");
        }
        arguments.expect(count);
        arguments.expect(count * text.length());
        return Value.of(text.repeat((int) count));
    }

    private static Value replace(Arguments arguments) throws CallException {
        String source = arguments.text(2);
        String old = arguments.text(0);
        long places = old.isEmpty() ? source.length() + 1L : source.length() / old.length();
        arguments.expect(source.length() + places * arguments.text(1).length());
        return Value.of(Texts.replace(source, old, arguments.text(1)));
    }

    private static String indent(Arguments arguments) throws CallException {
        long spaces = arguments.whole(0);
        if (spaces < 0) {
            throw new CallException("strings: negative Repeat count");
        }
        String text = arguments.text(1);
        arguments.expect(spaces);
        arguments.expect(spaces * (1 + text.chars().filter(c -> c == '\n').count()));
        String pad = " ".repeat((int) spaces);
        return pad + text.replace("\n", "\n" + pad);
    }

    private static Value substring(Arguments arguments) throws CallException {
        long start = arguments.whole(0);
        long end = arguments.whole(1);
        String text = arguments.text(2);
        if (start < 0) {
            return Value.of(between(text, 0, end));
        }
        boolean toEnd = end < 0 || end > text.length();
        return Value.of(between(text, start, toEnd ? text.length() : end));
    }

    private static String between(String text, long start, long end) throws CallException {
        if (start < 0 || end < start || end > text.length()) {
            throw new CallException("runtime error: slice bounds out of range");
        }
        return text.substring((int) start, (int) end);
    }

    private static String truncate(long count, String text) {
        if (count < 0 && text.length() + count > 0) {
            return text.substring((int) (text.length() + count));
        }
        return count >= 0 && text.length() > count ? text.substring(0, (int) count) : text;
    }

    private static Value abbreviateBoth(Arguments arguments) {
        long left = arguments.whole(0);
        long right = arguments.whole(1);
        String text = arguments.text(2);
        boolean tooNarrow = right < 4 || (left > 0 && right < 7);
        return Value.of(tooNarrow ? text : Texts.abbreviate(text, left, right));
    }
}
