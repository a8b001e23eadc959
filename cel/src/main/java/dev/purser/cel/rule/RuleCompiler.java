package dev.purser.cel.rule;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.compile.Compilation;
import dev.purser.cel.compile.Environment;
import dev.purser.cel.compile.Variable;
import dev.purser.cel.library.Library;
import dev.purser.cel.run.PlanningException;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.SchemaNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
        Environment plain = environment(type, type.celType());
        Environment optional =
                rules.stream().anyMatch(Rule::isOldSelfOptional)
                        ? environment(type, OptionalType.create(type.celType()))
                        : plain;
        return rules.stream()
                .map(rule -> compile(rule, rule.isOldSelfOptional() ? optional : plain, schema))
                .toList();
    }

    private Environment environment(DeclaredType type, CelType oldSelf) {
        return base.with(
                List.of(new Variable("self", type.celType()), new Variable("oldSelf", oldSelf)),
                type.objects());
    }

    private static CompiledRule compile(Rule rule, Environment environment, SchemaNode schema) {
        if (rule.rule().isBlank()) {
            return new CompiledRule(rule, Optional.empty(), "", Optional.empty(), "", false, "");
        }
        Attempt attempt = attempt(rule.rule(), environment, "", RuleCompiler::isBool);
        Attempt message =
                rule.messageExpression().isEmpty() || attempt.program().isEmpty()
                        ? new Attempt(Optional.empty(), "", false)
                        : attempt(
                                rule.messageExpression(),
                                environment,
                                "messageExpression ",
                                RuleCompiler::isText);
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
                place);
    }

    private record Attempt(Optional<Program> program, String error, boolean usesOldSelf) {
        static Attempt failed(String error) {
            return new Attempt(Optional.empty(), error, false);
        }
    }

    private static Attempt attempt(
            String text, Environment environment, String what, Predicate<CelType> wanted) {
        return switch (environment.compile(text)) {
            case Compilation.Failed(String errors) ->
                    Attempt.failed(what + "compilation failed: " + errors);
            case Compilation.Done(CheckedExpression expression) ->
                    wanted.test(expression.type())
                            ? planned(expression, what)
                            : Attempt.failed(
                                    what.isEmpty()
                                            ? "cel expression must evaluate to a bool"
                                            : "messageExpression must evaluate to a string");
        };
    }

    private static Attempt planned(CheckedExpression expression, String what) {
        try {
            return new Attempt(Optional.of(Program.of(expression)), "", expression.uses("oldSelf"));
        } catch (PlanningException e) {
            String verb = what.isEmpty() ? "program instantiation" : what + "instantiation";
            return Attempt.failed(verb + " failed: " + e.getMessage());
        }
    }

    private static boolean isBool(CelType type) {
        return type.kind() == CelKind.BOOL;
    }

    private static boolean isText(CelType type) {
        return type.kind() == CelKind.STRING;
    }
}
