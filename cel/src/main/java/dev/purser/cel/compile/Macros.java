package dev.purser.cel.compile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Optional;

/// The macros of the language, where cel-java's differ from cel-go's in what they report or become.
final class Macros {
    /// Those of cel-java.
    static final ImmutableSet<CelStandardMacro> STANDARD =
            ImmutableSet.of(
                    CelStandardMacro.ALL,
                    CelStandardMacro.EXISTS,
                    CelStandardMacro.EXISTS_ONE,
                    CelStandardMacro.EXISTS_ONE_NEW);

    /// Those that are made here.
    static final List<CelMacro> OWN =
            List.of(
                    CelMacro.newGlobalMacro("has", 1, Macros::has),
                    named(CelStandardMacro.MAP, 2),
                    named(CelStandardMacro.MAP_FILTER, 3),
                    named(CelStandardMacro.FILTER, 2),
                    CelMacro.newReceiverMacro("sortBy", 2, Macros::sortBy));

    private static final String SORTED = "@__sortBy_input__";

    private Macros() {}

    private static Optional<CelExpr> has(
            CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
        CelExpr argument = arguments.getFirst();
        if (argument.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            CelExpr.CelSelect select = argument.select();
            return Optional.of(factory.newSelect(select.operand(), select.field(), true));
        }
        return report(factory, argument, "invalid argument to has() macro");
    }

    private static Optional<CelExpr> report(
            CelMacroExprFactory factory, CelExpr where, String why) {
        return Optional.of(
                factory.reportError(CelIssue.formatError(factory.getSourceLocation(where), why)));
    }

    /// A macro whose first argument has to be the name of a variable.
    private static CelMacro named(CelStandardMacro macro, int arguments) {
        return CelMacro.newReceiverMacro(
                macro.getFunction(),
                arguments,
                (factory, target, given) ->
                        given.getFirst().getKind() == CelExpr.ExprKind.Kind.IDENT
                                ? macro.getDefinition()
                                        .getExpander()
                                        .expandMacro(factory, target, given)
                                : report(
                                        factory,
                                        given.getFirst(),
                                        "argument is not an identifier"));
    }

    /// `list.sortBy(x, key)`: gives the list a name, and sorts it by the keys of its elements.
    private static Optional<CelExpr> sortBy(
            CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
        CelExpr name = factory.newIdentifier(SORTED);
        Optional<CelExpr> keys =
                named(CelStandardMacro.MAP, 2).getExpander().expandMacro(factory, name, arguments);
        return keys.map(each -> {
            CelExpr sorted =
                    factory.newReceiverCall(
                            "@sortByAssociatedKeys", factory.newIdentifier(SORTED), each);
            return factory.fold(
                    "#unused",
                    factory.newList(),
                    SORTED,
                    target,
                    factory.newBoolLiteral(false),
                    factory.newIdentifier(SORTED),
                    sorted);
        });
    }
}
