package dev.purser.server.custom;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.status.FieldErrors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Rules that are compiled when they are first asked for: most definitions are never used by most
/// servers. Two threads may both compile them, with equal results.
final class LazyRules implements RuleEngine.Rules {
    private final RuleEngine engine;
    private final JsonSchema schema;
    private final boolean any;
    private volatile RuleEngine.@Nullable Rules compiled;

    LazyRules(RuleEngine engine, JsonSchema schema) {
        this.engine = engine;
        this.schema = schema;
        this.any = schema.hasRules();
    }

    private RuleEngine.Rules rules() {
        RuleEngine.Rules known = compiled;
        if (known == null) {
            known = engine.compile(schema);
            compiled = known;
        }
        return known;
    }

    @Override
    public boolean isEmpty() {
        return !any;
    }

    @Override
    public void validate(JsonNode object, JsonNode old, FieldErrors errors) {
        rules().validate(object, old, errors);
    }
}
