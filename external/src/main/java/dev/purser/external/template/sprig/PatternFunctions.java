package dev.purser.external.template.sprig;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;
import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Functions of regular expressions.
final class PatternFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final GoType INT = GoType.INT;
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private PatternFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("regexMatch", a -> Value.of(isMatch(a)), STRING, STRING);
        table.add("mustRegexMatch", a -> Value.of(matcher(a).find()), STRING, STRING);
        table.add("mustRegexFind", PatternFunctions::find, STRING, STRING);
        table.alias("regexFind", "mustRegexFind");
        table.add("mustRegexFindAll", PatternFunctions::findAll, STRING, STRING, INT);
        table.alias("regexFindAll", "mustRegexFindAll");
        table.add("mustRegexReplaceAll", a -> replace(a, true), STRING, STRING, STRING);
        table.alias("regexReplaceAll", "mustRegexReplaceAll");
        table.add("mustRegexReplaceAllLiteral", a -> replace(a, false), STRING, STRING, STRING);
        table.alias("regexReplaceAllLiteral", "mustRegexReplaceAllLiteral");
        table.add("mustRegexSplit", PatternFunctions::split, STRING, STRING, INT);
        table.alias("regexSplit", "mustRegexSplit");
        table.add("regexQuoteMeta", a -> Value.of(quoted(a.text(0))), STRING);
    }

    private static Matcher matcher(Arguments arguments) throws CallException {
        try {
            arguments.charge(1 + arguments.text(1).length() / 64);
            return GoPattern.compile(Utf8.decode(arguments.text(0)))
                    .matcher(Utf8.decode(arguments.text(1)));
        } catch (PatternSyntaxException e) {
            throw new CallException("error parsing regexp: ", arguments.text(0));
        }
    }

    private static boolean isMatch(Arguments arguments) throws CallException {
        try {
            arguments.charge(1 + arguments.text(1).length() / 64);
            return GoPattern.compile(Utf8.decode(arguments.text(0)))
                    .matcher(Utf8.decode(arguments.text(1)))
                    .find();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static Value find(Arguments arguments) throws CallException {
        Matcher matcher = matcher(arguments);
        return Value.of(matcher.find() ? Utf8.encode(matcher.group()) : "");
    }

    private static Value findAll(Arguments arguments) throws CallException {
        Matcher matcher = matcher(arguments);
        long most = arguments.whole(2);
        List<String> found = new ArrayList<>();
        int end = -1;
        while ((most < 0 || found.size() < most) && matcher.find()) {
            boolean emptyBehindMatch = matcher.start() == matcher.end() && matcher.start() == end;
            if (!emptyBehindMatch) {
                found.add(Utf8.encode(matcher.group()));
            }
            end = matcher.end();
        }
        return found.isEmpty() ? Sequence.nil(GoType.STRINGS) : Value.strings(found);
    }

    private static Value replace(Arguments arguments, boolean expands) throws CallException {
        Matcher matcher = matcher(arguments);
        String text = Utf8.decode(arguments.text(1));
        String replacement = Utf8.decode(arguments.text(2));
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        int end = -1;
        while (matcher.find()) {
            boolean emptyBehindMatch = matcher.start() == matcher.end() && matcher.start() == end;
            replaced.append(text, copied, matcher.start());
            if (!emptyBehindMatch) {
                replaced.append(expands ? Expansion.of(replacement, matcher) : replacement);
            }
            copied = matcher.end();
            end = matcher.end();
            arguments.expect(replaced.length() / 16);
        }
        return Value.of(Utf8.encode(replaced.append(text, copied, text.length()).toString()));
    }

    private static Value split(Arguments arguments) throws CallException {
        long most = arguments.whole(2);
        if (most == 0) {
            return Sequence.nil(GoType.STRINGS);
        }
        String text = Utf8.decode(arguments.text(1));
        List<String> parts = new ArrayList<>();
        Matcher matcher = matcher(arguments);
        int begin = 0;
        int end = 0;
        while (matcher.find()) {
            if (most > 0 && parts.size() == most - 1) {
                break;
            }
            end = matcher.start();
            if (matcher.end() != 0) {
                parts.add(Utf8.encode(text.substring(begin, end)));
            }
            begin = matcher.end();
        }
        if (end != text.length() || text.isEmpty()) {
            parts.add(Utf8.encode(text.substring(begin)));
        }
        return Value.strings(parts);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return quoted.toString();
    }
}
