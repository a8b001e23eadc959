package dev.purser.cel.rule;

import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.FieldNames;
import dev.purser.cel.schema.SchemaNode;
import dev.purser.cel.schema.SchemaTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The rules of a schema, in its shape. Levels without rules below them are left out.
///
/// @param schema the level's schema; with name and kind where a whole object begins
/// @param allOf rules that the schema gives the same value in `allOf`
record RuleTree(
        SchemaNode schema,
        List<CompiledRule> rules,
        Map<String, RuleTree> properties,
        @Nullable RuleTree items,
        @Nullable RuleTree additionalProperties,
        List<RuleTree> allOf) {

    /// The rules of a schema; empty if there are none.
    static Optional<RuleTree> of(SchemaNode schema, RuleCompiler compiler) {
        return SchemaTypes.declare(schema, "selfType", true)
                .flatMap(type -> new Builder(compiler).level(schema, schema, type, true));
    }

    /// Whether a schema has rules on any level.
    static boolean hasRules(JsonNode schema) {
        return !schema.path("x-kubernetes-validations").isEmpty()
                || schema.path("properties").valueStream().anyMatch(RuleTree::hasRules)
                || (schema.get("items") instanceof ObjectNode items && hasRules(items))
                || (schema.get("additionalProperties") instanceof ObjectNode values
                        && hasRules(values));
    }

    /// Goes through a schema of values and, beside it, the schema that declares their types: they
    /// differ below `allOf`.
    private record Builder(RuleCompiler compiler) {
        Optional<RuleTree> level(
                SchemaNode rules, SchemaNode types, DeclaredType type, boolean isRoot) {
            RuleTree tree =
                    new RuleTree(
                            isRoot ? types.withTypeAndObjectMeta() : types,
                            compiler.compile(rules, type),
                            properties(rules, types, type),
                            child(rules.items(), types.items(), type.element()),
                            child(
                                    rules.additionalProperties(),
                                    types.additionalProperties(),
                                    type.element()),
                            allOf(rules, types, type, isRoot));
            return tree.isEmpty() ? Optional.empty() : Optional.of(tree);
        }

        private Map<String, RuleTree> properties(
                SchemaNode rules, SchemaNode types, DeclaredType type) {
            Map<String, RuleTree> result = new LinkedHashMap<>();
            rules.properties()
                    .forEach((name, property) -> {
                        SchemaNode typed = types.properties().get(name);
                        if (typed != null) {
                            Optional<DeclaredType> declared =
                                    FieldNames.escape(name)
                                            .map(type::field)
                                            .orElseGet(() ->
                                                    SchemaTypes.declare(
                                                            typed,
                                                            name,
                                                            typed.isEmbeddedResource()));
                            declared.flatMap(found ->
                                            level(
                                                    property,
                                                    typed,
                                                    found,
                                                    typed.isEmbeddedResource()))
                                    .ifPresent(tree -> result.put(name, tree));
                        }
                    });
            return result;
        }

        private @Nullable RuleTree child(
                Optional<SchemaNode> rules,
                Optional<SchemaNode> types,
                Optional<DeclaredType> type) {
            if (rules.isEmpty() || types.isEmpty() || type.isEmpty()) {
                return null;
            }
            return level(rules.get(), types.get(), type.get(), types.get().isEmbeddedResource())
                    .orElse(null);
        }

        private List<RuleTree> allOf(
                SchemaNode rules, SchemaNode types, DeclaredType type, boolean isRoot) {
            List<RuleTree> trees = new ArrayList<>();
            for (JsonNode each : rules.json().path("allOf")) {
                if (each instanceof ObjectNode schema) {
                    level(SchemaNode.of(schema), types, type, isRoot).ifPresent(trees::add);
                }
            }
            return trees;
        }
    }

    private boolean isEmpty() {
        return rules.isEmpty()
                && properties.isEmpty()
                && items == null
                && additionalProperties == null
                && allOf.isEmpty();
    }
}
