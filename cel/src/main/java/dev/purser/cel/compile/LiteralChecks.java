package dev.purser.cel.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.purser.cel.value.DurationText;
import dev.purser.cel.value.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds literals that no run of the expression could accept: durations, times and regular
/// expressions.
final class LiteralChecks {
    private final CelAbstractSyntaxTree tree;
    private final List<Issue> issues = new ArrayList<>();

    private LiteralChecks(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static List<Issue> issues(CelAbstractSyntaxTree tree) {
        LiteralChecks checks = new LiteralChecks(tree);
        checks.visit(tree.getExpr());
        return checks.issues;
    }

    private void visit(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
            CelExpr.CelCall call = expression.call();
            literal(call)
                    .filter(literal -> !isValid(call.function(), literal.constant().stringValue()))
                    .ifPresent(literal ->
                            issues.add(
                                    Issues.at(
                                            tree.getSource(),
                                            literal.id(),
                                            "invalid %s argument".formatted(call.function()))));
        }
        TreeDepth.children(expression).forEach(this::visit);
    }

    private static Optional<CelExpr> literal(CelExpr.CelCall call) {
        int index = call.function().equals("matches") && call.target().isEmpty() ? 1 : 0;
        return call.args().size() <= index
                ? Optional.empty()
                : Optional.of(call.args().get(index))
                        .filter(argument ->
                                argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                                        && argument.constant().getKind()
                                                == CelConstant.Kind.STRING_VALUE);
    }

    private static boolean isValid(String function, String text) {
        return switch (function) {
            case "duration" -> DurationText.parse(text).isPresent();
            case "timestamp" -> TimeText.parse(text).isPresent();
            case "matches" -> isPattern(text);
            default -> true;
        };
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
