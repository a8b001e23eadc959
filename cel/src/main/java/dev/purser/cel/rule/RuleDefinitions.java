package dev.purser.cel.rule;

import dev.purser.api.status.FieldErrors;
import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.FieldNames;
import dev.purser.cel.schema.SchemaNode;
import dev.purser.cel.schema.SchemaTypes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Checks the rules that a schema in a CustomResourceDefinition has: whether they are complete,
/// compile, and cost no more than one may. For one use; [#validate] is the way in.
public final class RuleDefinitions {
    private static final String RULES = "x-kubernetes-validations";

    /// What one rule may cost, for all objects that one request can hold.
    private static final long RULE_COST_MAX = 10_000_000;

    private final FieldErrors errors;
    private final TotalCost total = new TotalCost();

    private RuleDefinitions(FieldErrors errors) {
        this.errors = errors;
    }

    /// Checks a schema that has no other errors.
    ///
    /// @param path where the schema is in the definition
    public static void validate(ObjectNode schema, String path, FieldErrors errors) {
        if (!RuleTree.hasRules(schema)) {
            return;
        }
        RuleDefinitions definitions = new RuleDefinitions(errors);
        SchemaNode root = SchemaNode.of(schema);
        DeclaredType type = SchemaTypes.declare(root, "selfType", true).orElse(null);
        definitions.check(new Level(root, path, type, Occurrences.once(), ""));
        definitions.total.report(path, errors);
    }

    /// A level of a schema.
    ///
    /// @param type null where values cannot be named in an expression
    /// @param uncorrelated the path of the list or map above whose elements have no known past;
    ///   empty if there is none
    private record Level(
            SchemaNode schema,
            String path,
            @Nullable DeclaredType type,
            Occurrences occurrences,
            String uncorrelated) {

        Level property(String name, SchemaNode property) {
            DeclaredType declared =
                    type == null ? null : FieldNames.escape(name).flatMap(type::field).orElse(null);
            return child(
                    property, "%s.properties[%s]".formatted(path, name), declared, uncorrelated);
        }

        Level items(SchemaNode items) {
            boolean known = !uncorrelated.isEmpty() || schema.listType().equals("map");
            return child(items, path + ".items", element(), known ? uncorrelated : path);
        }

        Level values(SchemaNode values) {
            return child(values, path + ".additionalProperties", element(), uncorrelated);
        }

        private @Nullable DeclaredType element() {
            return type == null ? null : type.element().orElse(null);
        }

        /// A type that is not reached from above is declared on its own.
        private Level child(
                SchemaNode child, String childPath, @Nullable DeclaredType declared, String past) {
            Optional<DeclaredType> own =
                    declared == null
                            ? SchemaTypes.declare(child, "selfType", child.isEmbeddedResource())
                            : Optional.of(declared);
            return new Level(child, childPath, own.orElse(null), occurrences.below(schema), past);
        }
    }

    /// Checks a level and all below; false if a rule is not complete there.
    private boolean check(Level level) {
        SchemaNode schema = level.schema();
        boolean complete = true;
        if (schema.additionalProperties().isPresent()) {
            complete = check(level.values(schema.additionalProperties().get()));
        }
        for (var property : schema.properties().entrySet()) {
            complete &= check(level.property(property.getKey(), property.getValue()));
        }
        if (schema.items().isPresent()) {
            complete &= check(level.items(schema.items().get()));
        }
        int index = 0;
        for (var json : schema.json().path(RULES)) {
            RuleForm form = new RuleForm(Rule.of(json), rulePath(level, index++));
            complete &= form.check(schema, errors);
        }
        if (complete && index > 0) {
            compile(level);
        }
        return complete;
    }

    private static String rulePath(Level level, int index) {
        return "%s.%s[%d]".formatted(level.path(), RULES, index);
    }

    private void compile(Level level) {
        if (level.type() == null) {
            errors.internal(
                    level.path() + "." + RULES,
                    "internal error: failed to construct type information for"
                            + " x-kubernetes-validations rules: unable to convert structural schema"
                            + " to CEL declarations");
            return;
        }
        int index = 0;
        for (CompiledRule rule : RuleCompiler.shared().compile(level.schema(), level.type())) {
            report(rule, rulePath(level, index++), level);
        }
    }

    private void report(CompiledRule rule, String path, Level level) {
        observe(
                level.occurrences().times(rule.costs().rule(), level.type()),
                path + ".rule",
                "estimated rule cost");
        if (!rule.error().isEmpty()) {
            errors.invalid(path + ".rule", rule.rule().shown(), rule.error());
        }
        if (!rule.messageError().isEmpty()) {
            errors.invalid(path + ".messageExpression", rule.rule().shown(), rule.messageError());
        } else if (rule.message().isPresent()) {
            observe(
                    rule.costs().message(),
                    path + ".messageExpression",
                    "estimated messageExpression cost");
        }
        if (!rule.usesOldSelf()) {
            if (!rule.rule().optionalOldSelf().isMissingNode()) {
                errors.invalid(
                        path + ".optionalOldSelf",
                        rule.rule().optionalOldSelf(),
                        "may not be set if oldSelf is not used in rule");
            }
        } else if (!level.uncorrelated().isEmpty()) {
            errors.invalid(
                    path + ".rule",
                    rule.rule().rule(),
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                            + level.uncorrelated());
        }
    }

    private void observe(long cost, String path, String what) {
        if (cost > RULE_COST_MAX) {
            errors.forbidden(path, TotalCost.message(what, cost, RULE_COST_MAX));
        }
        total.add(path, cost);
    }
}
