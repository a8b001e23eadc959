package dev.purser.api.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads a path from left to right. Not thread-safe.
final class JsonPathParser {
    private static final List<String> OPERATORS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    JsonPathParser(String text) {
        this.text = text;
    }

    JsonPath parse() throws JsonPathException {
        if (at < text.length() && (text.charAt(at) == '$' || text.charAt(at) == '@')) {
            at++;
        }
        while (at < text.length()) {
            step();
        }
        return new JsonPath(steps);
    }

    private void step() throws JsonPathException {
        if (text.startsWith("..", at)) {
            at += 2;
            steps.add(new Step.Descent());
            if (at < text.length() && text.charAt(at) != '[') {
                member();
            }
        } else if (text.charAt(at) == '.') {
            at++;
            if (at < text.length() && text.charAt(at) != '[') {
                member();
            }
        } else if (text.charAt(at) == '[') {
            bracket();
        } else {
            member();
        }
    }

    private void member() {
        StringBuilder name = new StringBuilder();
        while (at < text.length() && ".[".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        steps.add(
                name.toString().equals("*")
                        ? new Step.Everything()
                        : new Step.Member(name.toString()));
    }

    private void bracket() throws JsonPathException {
        int end = closing();
        String inner = text.substring(at + 1, end).strip();
        at = end + 1;
        if (inner.startsWith("?(") && inner.endsWith(")")) {
            steps.add(new Step.Filter(condition(inner.substring(2, inner.length() - 1))));
        } else {
            List<String> parts = split(inner);
            if (parts.size() == 1) {
                steps.add(selection(parts.getFirst()));
            } else {
                List<JsonPath> paths = new ArrayList<>();
                for (String part : parts) {
                    paths.add(new JsonPath(List.of(selection(part))));
                }
                steps.add(new Step.Union(paths));
            }
        }
    }

    /// The bracket that closes the one here; those in quotes and in others do not count.
    private int closing() throws JsonPathException {
        int depth = 0;
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw new JsonPathException("unterminated array");
    }

    private static List<String> split(String inner) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (quote == 0 && c == ',') {
                parts.add(part.toString().strip());
                part.setLength(0);
                continue;
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            }
            part.append(c);
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private static Step selection(String part) throws JsonPathException {
        if (part.equals("*")) {
            return new Step.Everything();
        }
        if (isQuoted(part)) {
            return new Step.Member(part.substring(1, part.length() - 1));
        }
        String[] bounds = part.split(":", -1);
        if (bounds.length == 1) {
            return Step.Slice.single(number(part).orElseThrow(() -> invalid(part)));
        }
        if (bounds.length > 3) {
            throw invalid(part);
        }
        int step = bounds.length == 3 ? number(bounds[2]).orElse(1) : 1;
        if (step < 1) {
            throw invalid(part);
        }
        return new Step.Slice(number(bounds[0]), number(bounds[1]), step);
    }

    private static boolean isQuoted(String part) {
        return part.length() > 1
                && (part.charAt(0) == '\'' || part.charAt(0) == '"')
                && part.charAt(part.length() - 1) == part.charAt(0);
    }

    private static OptionalInt number(String text) throws JsonPathException {
        if (text.isBlank()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException _) {
            throw invalid(text);
        }
    }

    private static JsonPathException invalid(String part) {
        return new JsonPathException("invalid array index " + part);
    }

    private static Condition condition(String inner) throws JsonPathException {
        for (String operator : OPERATORS) {
            int place = outsideQuotes(inner, operator);
            if (place >= 0) {
                return new Condition(
                        operand(inner.substring(0, place).strip()),
                        operator,
                        operand(inner.substring(place + operator.length()).strip()));
            }
        }
        Condition.Operand path = operand(inner.strip());
        return new Condition(path, "", path);
    }

    private static int outsideQuotes(String text, String wanted) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (text.startsWith(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private static Condition.Operand operand(String text) throws JsonPathException {
        if (isQuoted(text)) {
            return new Condition.Given(
                    JsonNodeFactory.instance.stringNode(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("@") || text.startsWith("$") || text.startsWith(".")) {
            return new Condition.Found(JsonPath.parse(text));
        }
        return new Condition.Given(literal(text));
    }

    private static JsonNode literal(String text) throws JsonPathException {
        if (text.equals("true") || text.equals("false")) {
            return JsonNodeFactory.instance.booleanNode(text.equals("true"));
        }
        try {
            return JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            throw new JsonPathException("unrecognized identifier " + text);
        }
    }
}
