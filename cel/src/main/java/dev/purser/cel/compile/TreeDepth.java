package dev.purser.cel.compile;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How deep expressions are nested, found without recursion.
final class TreeDepth {
    private TreeDepth() {}

    private record Level(CelExpr expression, int depth) {}

    static boolean exceeds(CelExpr root, int max) {
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(root, 1));
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > max) {
                return true;
            }
            children(level.expression())
                    .forEach(child -> open.push(new Level(child, level.depth() + 1)));
        }
        return false;
    }

    /// The parts of an expression.
    static List<CelExpr> children(CelExpr expression) {
        List<CelExpr> children = new ArrayList<>();
        switch (expression.getKind()) {
            case SELECT -> children.add(expression.select().operand());
            case CALL -> {
                expression.call().target().ifPresent(children::add);
                children.addAll(expression.call().args());
            }
            case LIST -> children.addAll(expression.list().elements());
            case STRUCT ->
                    expression.struct().entries().forEach(entry -> children.add(entry.value()));
            case MAP ->
                    expression
                            .map()
                            .entries()
                            .forEach(entry -> {
                                children.add(entry.key());
                                children.add(entry.value());
                            });
            case COMPREHENSION -> {
                CelExpr.CelComprehension loop = expression.comprehension();
                children.addAll(
                        List.of(
                                loop.iterRange(),
                                loop.accuInit(),
                                loop.loopCondition(),
                                loop.loopStep(),
                                loop.result()));
            }
            case NOT_SET, CONSTANT, IDENT -> {
                // Nothing below.
            }
        }
        return children;
    }
}
