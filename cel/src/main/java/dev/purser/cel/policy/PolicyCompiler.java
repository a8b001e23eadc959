package dev.purser.cel.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.compile.Compilation;
import dev.purser.cel.compile.Environment;
import dev.purser.cel.compile.Variable;
import dev.purser.cel.library.KubeTypes;
import dev.purser.cel.library.Library;
import dev.purser.cel.run.PlanningException;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.DeclaredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compiles the expressions of one policy, in order: each variable is known to what comes after it.
/// Not thread-safe.
final class PolicyCompiler {
    private static final String VARIABLES_TYPE = "kubernetes.variables";

    private final boolean hasParams;
    private final Map<String, DeclaredType> variables = new LinkedHashMap<>();
    private boolean composed;

    /// @param hasParams whether the policy has parameters
    PolicyCompiler(boolean hasParams) {
        this.hasParams = hasParams;
    }

    /// Lets expressions name `variables`, even if there are none.
    void compose() {
        composed = true;
    }

    private static final class Bases {
        static final Environment STANDARD = Environment.of(Library.standard());
        static final Environment PATCHES = Environment.of(Library.forPatches()).withPatchTypes();
    }

    /// Compiles a variable, and makes it known.
    Expression variable(String name, String text) {
        composed = true;
        Attempt attempt = attempt(text, Purpose.VARIABLE, true);
        variables.put(name, attempt.type());
        return attempt.expression();
    }

    /// Compiles an expression that may use variables.
    Expression compile(String text, Purpose purpose) {
        return attempt(text, purpose, true).expression();
    }

    /// Compiles a condition for the whole policy, which cannot use variables.
    Expression matchCondition(String text) {
        return attempt(text, Purpose.CONDITION, false).expression();
    }

    private record Attempt(Expression expression, DeclaredType type) {}

    private Attempt attempt(String text, Purpose purpose, boolean withVariables) {
        return switch (environment(purpose, withVariables).compile(text)) {
            case Compilation.Failed(String errors) ->
                    broken(text, "compilation failed: " + errors, false);
            case Compilation.Done(CheckedExpression expression) ->
                    purpose.accepts(expression.typeName())
                            ? planned(text, expression)
                            : broken(text, purpose.refusal(expression.typeName()), false);
        };
    }

    private static Attempt planned(String text, CheckedExpression expression) {
        try {
            return new Attempt(
                    new Expression.Compiled(text, Program.of(expression)),
                    declared(expression.type()));
        } catch (PlanningException e) {
            return broken(text, "program instantiation failed: " + e.getMessage(), true);
        }
    }

    private static Attempt broken(String text, String why, boolean isInternal) {
        return new Attempt(
                new Expression.Broken(text, new Expression.Defect(why, isInternal)),
                DeclaredType.Scalar.DYN);
    }

    /// What is kept of the type of a variable.
    private static DeclaredType declared(CelType type) {
        return switch (type.kind()) {
            case LIST -> new DeclaredType.ListOf(parameter(type, 0), -1);
            case MAP ->
                    type.parameters().getFirst().equals(SimpleType.STRING)
                            ? new DeclaredType.MapOf(parameter(type, 1), -1)
                            : DeclaredType.Scalar.DYN;
            case BOOL, BYTES, DOUBLE, DURATION, INT, NULL_TYPE, STRING, TIMESTAMP, UINT ->
                    new DeclaredType.Scalar(type, 0, 1);
            default -> DeclaredType.Scalar.DYN;
        };
    }

    private static DeclaredType parameter(CelType type, int index) {
        return type.parameters().size() > index
                ? declared(type.parameters().get(index))
                : DeclaredType.Scalar.DYN;
    }

    private Environment environment(Purpose purpose, boolean withVariables) {
        List<Variable> names = new ArrayList<>();
        List<DeclaredType.ObjectType> types = new ArrayList<>();
        names.add(new Variable("object", SimpleType.DYN));
        names.add(new Variable("oldObject", SimpleType.DYN));
        names.add(new Variable("request", PolicyTypes.REQUEST.celType()));
        names.add(new Variable("namespaceObject", PolicyTypes.NAMESPACE.celType()));
        types.addAll(PolicyTypes.REQUEST.objects());
        types.addAll(PolicyTypes.NAMESPACE.objects());
        if (hasParams) {
            names.add(new Variable("params", SimpleType.DYN));
        }
        if (purpose.mayAuthorize()) {
            names.add(new Variable("authorizer", KubeTypes.AUTHORIZER));
            names.add(new Variable("authorizer.requestResource", KubeTypes.RESOURCE_CHECK));
        }
        if (withVariables && composed) {
            DeclaredType.ObjectType all =
                    new DeclaredType.ObjectType(VARIABLES_TYPE, Map.copyOf(variables), 2);
            names.add(new Variable("variables", all.celType()));
            types.add(all);
        }
        Environment base = purpose.isPatch() ? Bases.PATCHES : Bases.STANDARD;
        return base.with(names, types);
    }

    /// The error of an expression; empty if it compiled.
    static Optional<Expression.Defect> error(Expression expression) {
        return switch (expression) {
            case Expression.Compiled ignored -> Optional.empty();
            case Expression.Broken(String text, Expression.Defect error) -> Optional.of(error);
        };
    }
}
