package dev.purser.cel.rule;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.compile.Compilation;
import dev.purser.cel.compile.Environment;
import dev.purser.cel.compile.Variable;
import dev.purser.cel.cost.CostEstimator;
import dev.purser.cel.library.Library;
import dev.purser.cel.run.PlanningException;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.SchemaNode;
import java.util.List;
import java.util.Optional;

/// Compiles the rules of schemas. Thread-safe; making one takes longer than compiling a rule.
final class RuleCompiler {
    private final Environment base;

    RuleCompiler(Environment base) {
        this.base = base;
    }

    /// Kept from the first rule of the process on.
    private static final class Shared {
        static final RuleCompiler COMPILER = new RuleCompiler(Environment.of(Library.standard()));
    }

    static RuleCompiler shared() {
        return Shared.COMPILER;
    }

    /// Compiles the rules of one level of a schema.
    ///
    /// @param type what the schema declares
    List<CompiledRule> compile(SchemaNode schema, DeclaredType type) {
        List<Rule> rules =
                schema.json().path("x-kubernetes-validations").valueStream().map(Rule::of).toList();
        if (rules.isEmpty()) {
            return List.of();
        }
        Scope plain = scope(type, type.celType());
        Scope optional =
                rules.stream().anyMatch(Rule::isOldSelfOptional)
                        ? scope(type, OptionalType.create(type.celType()))
                        : plain;
        return rules.stream()
                .map(rule -> compile(rule, rule.isOldSelfOptional() ? optional : plain, schema))
                .toList();
    }

    private Scope scope(DeclaredType type, CelType oldSelf) {
        return new Scope(
                base.with(
                        List.of(
                                new Variable("self", type.celType()),
                                new Variable("oldSelf", oldSelf)),
                        type.objects()),
                type);
    }

    private static CompiledRule compile(Rule rule, Scope scope, SchemaNode schema) {
        if (rule.rule().isBlank()) {
            return CompiledRule.empty(rule);
        }
        Attempt attempt = scope.attempt(rule.rule(), Purpose.RULE);
        Attempt message =
                rule.messageExpression().isEmpty() || attempt.program().isEmpty()
                        ? Attempt.failed("")
                        : scope.attempt(rule.messageExpression(), Purpose.MESSAGE);
        String place =
                rule.fieldPath().isEmpty()
                        ? ""
                        : FieldPath.parse(rule.fieldPath(), schema).orElse("");
        return new CompiledRule(
                rule,
                attempt.program(),
                attempt.error(),
                message.program(),
                message.error(),
                attempt.usesOldSelf(),
                place,
                new CompiledRule.Costs(attempt.cost(), message.cost()));
    }

    /// What an expression is for, with the words of errors about it.
    private enum Purpose {
        RULE("", "program ", CelKind.BOOL, "cel expression must evaluate to a bool"),
        MESSAGE(
                "messageExpression ",
                "messageExpression ",
                CelKind.STRING,
                "messageExpression must evaluate to a string");

        private final String compiled;
        private final String instantiated;
        private final CelKind type;
        private final String wrongType;

        Purpose(String compiled, String instantiated, CelKind type, String wrongType) {
            this.compiled = compiled;
            this.instantiated = instantiated;
            this.type = type;
            this.wrongType = wrongType;
        }
    }

    private record Attempt(
            Optional<Program> program, String error, boolean usesOldSelf, long cost) {
        static Attempt failed(String error) {
            return new Attempt(Optional.empty(), error, false, 0);
        }
    }

    /// What the rules of one level may name.
    private record Scope(Environment environment, DeclaredType type) {
        Attempt attempt(String text, Purpose purpose) {
            return switch (environment.compile(text)) {
                case Compilation.Failed(String errors) ->
                        Attempt.failed(purpose.compiled + "compilation failed: " + errors);
                case Compilation.Done(CheckedExpression expression) ->
                        expression.type().kind() == purpose.type
                                ? planned(expression, purpose)
                                : Attempt.failed(purpose.wrongType);
            };
        }

        private Attempt planned(CheckedExpression expression, Purpose purpose) {
            try {
                return new Attempt(
                        Optional.of(Program.of(expression)),
                        "",
                        expression.uses("oldSelf"),
                        CostEstimator.estimate(expression, type).max());
            } catch (PlanningException e) {
                return Attempt.failed(
                        purpose.instantiated + "instantiation failed: " + e.getMessage());
            }
        }
    }
}
