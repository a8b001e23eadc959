package dev.purser.server.custom;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.status.FieldErrors;
import dev.purser.cel.rule.RuleDefinitions;
import dev.purser.cel.rule.SchemaRules;
import tools.jackson.databind.JsonNode;

/// Rules in CEL.
public final class CelRules implements RuleEngine {
    @Override
    public void check(JsonSchema schema, String path, FieldErrors errors) {
        RuleDefinitions.validate(schema.raw(), path, errors);
    }

    @Override
    public Rules compile(JsonSchema schema) {
        return new Compiled(SchemaRules.compile(schema.raw()));
    }

    private record Compiled(SchemaRules rules) implements Rules {
        @Override
        public boolean isEmpty() {
            return rules.isEmpty();
        }

        @Override
        public void validate(JsonNode object, JsonNode old, FieldErrors errors) {
            rules.validate(object, old.isMissingNode() ? null : old, errors, forgiven -> {});
        }
    }
}
