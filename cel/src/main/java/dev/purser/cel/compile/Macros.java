package dev.purser.cel.compile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Optional;

/// The macros of the language.
final class Macros {
    /// All but `has`, whose error cel-java reports elsewhere than cel-go does.
    static final ImmutableSet<CelStandardMacro> STANDARD =
            CelStandardMacro.STANDARD_MACROS.stream()
                    .filter(macro -> macro != CelStandardMacro.HAS)
                    .collect(ImmutableSet.toImmutableSet());

    static final CelMacro HAS = CelMacro.newGlobalMacro("has", 1, Macros::has);

    private Macros() {}

    private static Optional<CelExpr> has(
            CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
        CelExpr argument = arguments.getFirst();
        if (argument.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            CelExpr.CelSelect select = argument.select();
            return Optional.of(factory.newSelect(select.operand(), select.field(), true));
        }
        return Optional.of(
                factory.reportError(
                        CelIssue.formatError(
                                factory.getSourceLocation(argument),
                                "invalid argument to has() macro")));
    }
}
