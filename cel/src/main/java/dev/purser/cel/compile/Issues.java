package dev.purser.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What cel-java finds wrong, in cel-go's words and form.
final class Issues {
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(no viable alternative|mismatched input|extraneous input|missing "
                            + "|token recognition error).*",
                    Pattern.DOTALL);
    private static final Pattern BAD_NUMBER =
            Pattern.compile("(For input string: |.*[Nn]umber[ F]).*", Pattern.DOTALL);
    private static final Pattern CANDIDATES =
            Pattern.compile(" \\(candidates: .*\\)$", Pattern.DOTALL);
    private static final Pattern LOGICAL =
            Pattern.compile(
                    "found no matching overload for '_(?:&&|\\|\\|)_' applied to '\\((.*)\\)'",
                    Pattern.DOTALL);
    private static final Pattern TYPE_VARIABLE = Pattern.compile("%[A-Z]([0-9]+)");
    private static final String STRUCT_FOLLOW_UP = "Message type resolution failure";

    private Issues() {}

    static String ofParsing(String text, CelValidationResult result) {
        return show(
                text,
                result.getErrors().stream()
                        .map(issue -> issue(issue, parserMessage(issue.getMessage(), text)))
                        .toList());
    }

    private static String parserMessage(String message, String text) {
        if (GRAMMAR.matcher(message).matches()) {
            return "Syntax error: " + message;
        }
        if (message.startsWith("The argument must be")) {
            return message.substring("The ".length());
        }
        if (BAD_NUMBER.matcher(message).matches()) {
            return text.contains("u") ? "invalid uint literal" : "invalid int literal";
        }
        return message.startsWith("Expression recursion limit exceeded")
                ? "expression recursion limit exceeded: 250"
                : message;
    }

    static String ofChecking(String text, CelAbstractSyntaxTree tree, CelValidationResult result) {
        return show(
                text,
                result.getErrors().stream().flatMap(issue -> checkerIssues(tree, issue)).toList());
    }

    private static Stream<Issue> checkerIssues(CelAbstractSyntaxTree tree, CelIssue issue) {
        String message =
                CANDIDATES
                        .matcher(issue.getMessage())
                        .replaceFirst("")
                        .replace("google.protobuf.Timestamp", "timestamp")
                        .replace("google.protobuf.Duration", "duration");
        if (message.startsWith(STRUCT_FOLLOW_UP)) {
            return Stream.empty();
        }
        Matcher logical = LOGICAL.matcher(message);
        if (logical.matches()) {
            List<Issue> operands = operands(tree, issue.getExprId(), types(logical.group(1)));
            if (!operands.isEmpty()) {
                return operands.stream();
            }
        }
        return Stream.of(issue(issue, TYPE_VARIABLE.matcher(message).replaceAll("_var$1")));
    }

    /// cel-go names the operands of `&&` and `||` that are no booleans.
    private static List<Issue> operands(
            CelAbstractSyntaxTree tree, long callId, List<String> types) {
        List<Issue> found = new ArrayList<>();
        find(tree.getExpr(), callId)
                .forEach(call -> {
                    for (int i = 0; i < Math.min(types.size(), call.call().args().size()); i++) {
                        String type = types.get(i);
                        if (!type.equals("bool") && !type.equals("dyn")) {
                            found.add(
                                    at(
                                            tree.getSource(),
                                            call.call().args().get(i).id(),
                                            "expected type 'bool' but found '%s'".formatted(type)));
                        }
                    }
                });
        return found;
    }

    private static Stream<CelExpr> find(CelExpr expression, long id) {
        Stream<CelExpr> below =
                TreeDepth.children(expression).stream().flatMap(child -> find(child, id));
        return expression.id() == id && expression.getKind() == CelExpr.ExprKind.Kind.CALL
                ? Stream.of(expression)
                : below;
    }

    private static List<String> types(String list) {
        List<String> types = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                types.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        types.add(list.substring(start).strip());
        return types;
    }

    /// An issue with the expression of an id.
    static Issue at(CelSource source, long id, String message) {
        Integer offset = source.getPositionsMap().get(id);
        CelSourceLocation location =
                source.getOffsetLocation(offset == null ? 0 : offset)
                        .orElse(CelSourceLocation.NONE);
        return new Issue(location.getLine(), location.getColumn(), message);
    }

    private static Issue issue(CelIssue issue, String message) {
        CelSourceLocation location = issue.getSourceLocation();
        return new Issue(location.getLine(), location.getColumn(), message);
    }

    /// All issues, each with the line of the text and a mark below its place.
    static String show(String text, List<Issue> issues) {
        List<String> lines = List.of(text.split("\n", -1));
        return issues.stream()
                .sorted(Comparator.comparingInt(Issue::line).thenComparingInt(Issue::column))
                .map(issue -> show(lines, issue))
                .collect(Collectors.joining("\n"));
    }

    private static String show(List<String> lines, Issue issue) {
        String head =
                "ERROR: <input>:%d:%d: %s"
                        .formatted(issue.line(), issue.column() + 1, issue.message());
        if (issue.line() < 1 || issue.line() > lines.size()) {
            return head;
        }
        String line = lines.get(issue.line() - 1).replace('\t', ' ');
        return head + "\n | " + line + "\n | " + marks(line, issue.column()) + "^";
    }

    /// Dots up to the place; wide ones below wide characters.
    private static String marks(String line, int column) {
        StringBuilder marks = new StringBuilder();
        int[] characters = line.codePoints().limit(column).toArray();
        for (int i = 0; i < column; i++) {
            boolean wide = i < characters.length && characters[i] > 0x7F;
            marks.append(wide ? '．' : '.');
        }
        return marks.toString();
    }
}
