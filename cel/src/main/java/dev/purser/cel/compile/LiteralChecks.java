package dev.purser.cel.compile;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.api.codec.GoPattern;
import dev.purser.cel.value.DurationText;
import dev.purser.cel.value.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds literals that no run of the expression could accept - durations, times, regular
/// expressions
/// - and lists and maps whose elements are of different types.
final class LiteralChecks {
    private final CelAbstractSyntaxTree tree;
    private final List<Issue> issues = new ArrayList<>();

    private LiteralChecks(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static List<Issue> issues(CelAbstractSyntaxTree tree) {
        LiteralChecks checks = new LiteralChecks(tree);
        checks.visit(tree.getExpr(), false);
        return checks.issues;
    }

    /// @param formatted whether the expression is an argument of `format`, which takes all types
    private void visit(CelExpr node, boolean formatted) {
        boolean inFormat = formatted;
        switch (node.getKind()) {
            case CALL -> {
                checkCall(node.call());
                FormatCheck.issue(tree, node).ifPresent(issues::add);
                inFormat |= node.call().function().equals("format");
            }
            case LIST -> {
                if (!formatted) {
                    checkList(node.list());
                }
            }
            case MAP -> {
                if (!formatted) {
                    checkMap(node.map());
                }
            }
            default -> {
                // Nothing to check here.
            }
        }
        for (CelExpr child : TreeDepth.children(node)) {
            visit(child, inFormat);
        }
    }

    private void checkList(CelExpr.CelList list) {
        CelType first = null;
        for (int i = 0; i < list.elements().size(); i++) {
            CelExpr element = list.elements().get(i);
            CelType type = type(element, list.optionalIndices().contains(i));
            if (first != null && mismatches(element, first, type)) {
                return;
            }
            first = first == null ? type : first;
        }
    }

    private void checkMap(CelExpr.CelMap map) {
        @Nullable CelType key = null;
        @Nullable CelType value = null;
        for (CelExpr.CelMap.Entry entry : map.entries()) {
            CelType nextKey = type(entry.key(), false);
            CelType nextValue = type(entry.value(), entry.optionalEntry());
            if (key == null || value == null) {
                key = nextKey;
                value = nextValue;
            } else {
                mismatches(entry.key(), key, nextKey);
                mismatches(entry.value(), value, nextValue);
            }
        }
    }

    private CelType type(CelExpr node, boolean optional) {
        CelType type = tree.getType(node.id()).orElse(SimpleType.DYN);
        return optional && !type.parameters().isEmpty() ? type.parameters().getFirst() : type;
    }

    private boolean mismatches(CelExpr node, CelType wanted, CelType found) {
        String wantedName = TypeNames.of(wanted);
        String foundName = TypeNames.of(found);
        if (wantedName.equals(foundName)) {
            return false;
        }
        issues.add(
                Issues.at(
                        tree.getSource(),
                        node.id(),
                        "expected type '%s' but found '%s'".formatted(wantedName, foundName)));
        return true;
    }

    private void checkCall(CelExpr.CelCall call) {
        literal(call)
                .filter(literal -> !isValid(call.function(), literal.constant().stringValue()))
                .ifPresent(literal ->
                        issues.add(
                                Issues.at(
                                        tree.getSource(),
                                        literal.id(),
                                        "invalid %s argument".formatted(call.function()))));
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
            GoPattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
