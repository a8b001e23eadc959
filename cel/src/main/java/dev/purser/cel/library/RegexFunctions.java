package dev.purser.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.purser.api.codec.GoPattern;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Regular expressions, by RE2: their time is linear in the text, whatever the expression.
final class RegexFunctions {
    private RegexFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known("matches", RegexFunctions::matches),
                Function.of(
                        "find",
                        Overload.member(
                                "string_find_string",
                                SimpleType.STRING,
                                RegexFunctions::find,
                                SimpleType.STRING,
                                SimpleType.STRING)),
                Function.of(
                        "findAll",
                        Overload.member(
                                "string_find_all_string",
                                ListType.create(SimpleType.STRING),
                                RegexFunctions::findAll,
                                SimpleType.STRING,
                                SimpleType.STRING),
                        Overload.member(
                                "string_find_all_string_int",
                                ListType.create(SimpleType.STRING),
                                RegexFunctions::findAll,
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.INT)));
    }

    private static Value matches(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        try {
            return Value.Bool.of(
                    GoPattern.compile(Arguments.text(arguments, 1)).matcher(text).find());
        } catch (PatternSyntaxException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    private static Value find(List<Value> arguments) {
        Matcher matcher = matcher(arguments);
        return new Value.Text(matcher.find() ? matcher.group() : "");
    }

    private static Value findAll(List<Value> arguments) {
        Matcher matcher = matcher(arguments);
        long limit = arguments.size() > 2 ? Arguments.integer(arguments, 2) : -1;
        List<String> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return ListValue.ofTexts(found);
    }

    private static Matcher matcher(List<Value> arguments) {
        try {
            return GoPattern.compile(Arguments.text(arguments, 1))
                    .matcher(Arguments.text(arguments, 0));
        } catch (PatternSyntaxException e) {
            throw new EvaluationException("Illegal regex: " + e.getMessage());
        }
    }
}
