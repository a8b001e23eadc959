package dev.purser.cel.rule;

import dev.purser.api.status.FieldErrors;
import dev.purser.cel.schema.SchemaNode;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The compiled rules of one version's schema. Immutable and thread-safe.
///
/// Compiling takes about a millisecond a rule, and the first one of a process a good part of a
/// second; a schema without rules costs nothing.
public final class SchemaRules {
    private static final SchemaRules NONE = new SchemaRules(Optional.empty());

    private final Optional<RuleTree> tree;

    private SchemaRules(Optional<RuleTree> tree) {
        this.tree = tree;
    }

    /// Compiles the rules of a structural OpenAPI v3 schema. Rules that do not compile are reported
    /// when an object is validated; a definition is checked before by [RuleDefinitions].
    ///
    /// @param schema must not change afterwards
    public static SchemaRules compile(ObjectNode schema) {
        return RuleTree.hasRules(schema)
                ? new SchemaRules(RuleTree.of(SchemaNode.of(schema), RuleCompiler.shared()))
                : NONE;
    }

    /// Whether there is nothing to validate.
    public boolean isEmpty() {
        return tree.isEmpty();
    }

    /// Applies all rules to an object, within a budget of about a second.
    ///
    /// @param object an object that its schema accepts
    /// @param old what is replaced; null for a new object, to which rules about changes do not
    ///   apply
    /// @param warnings takes what is wrong, but was so in the old object too
    public void validate(
            JsonNode object,
            @Nullable JsonNode old,
            FieldErrors errors,
            Consumer<String> warnings) {
        tree.ifPresent(rules ->
                new RuleRun(errors, warnings)
                        .apply(
                                rules,
                                new RuleRun.Place("", object, old, Correlation.of(object, old))));
    }
}
