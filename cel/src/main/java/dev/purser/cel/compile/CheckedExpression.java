package dev.purser.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.purser.cel.library.Library;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// An expression whose names and types are known. Immutable and thread-safe.
///
/// @param library the functions that it may call
public record CheckedExpression(String text, CelAbstractSyntaxTree tree, Library library) {
    /// The type of the result.
    public CelType type() {
        return tree.getResultType();
    }

    /// The name of the type of the result, as errors show it.
    public String typeName() {
        return TypeNames.declared(type());
    }

    /// Whether the expression uses a variable.
    public boolean uses(String variable) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    /// Whether the expression reads a member of a variable by its name: `variable.member`,
    /// `has(variable.member)` or `variable.?member`.
    public boolean selects(String variable, String member) {
        Deque<CelExpr> open = new ArrayDeque<>(List.of(tree.getExpr()));
        while (!open.isEmpty()) {
            CelExpr part = open.pop();
            if (isSelection(part, variable, member)) {
                return true;
            }
            TreeDepth.children(part).forEach(open::push);
        }
        return false;
    }

    private static boolean isSelection(CelExpr part, String variable, String member) {
        return switch (part.getKind()) {
            case SELECT ->
                    part.select().field().equals(member)
                            && isVariable(part.select().operand(), variable);
            case CALL ->
                    part.call().function().equals("_?._")
                            && part.call().args().size() == 2
                            && isVariable(part.call().args().getFirst(), variable)
                            && isText(part.call().args().getLast(), member);
            default -> false;
        };
    }

    private static boolean isVariable(CelExpr part, String name) {
        return part.getKind() == CelExpr.ExprKind.Kind.IDENT && part.ident().name().equals(name);
    }

    private static boolean isText(CelExpr part, String text) {
        return part.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && part.constant().getKind() == CelConstant.Kind.STRING_VALUE
                && part.constant().stringValue().equals(text);
    }

    /// The signatures that a call may mean.
    public List<String> overloads(long callId) {
        return tree.getReference(callId)
                .map(CelReference::overloadIds)
                .<List<String>>map(ids -> ids)
                .orElseGet(List::of);
    }
}
