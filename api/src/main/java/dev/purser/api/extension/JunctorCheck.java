package dev.purser.api.extension;

import dev.purser.api.extension.JsonSchema.Junctors;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whether a value matches as many of the further schemas as it has to. Of alternatives that all
/// fail, the one that came closest is reported.
record JunctorCheck(ValueValidator validator) {

    Outcome validate(JsonNode value) {
        Outcome outcome = new Outcome();
        Junctors junctors = validator.schema().junctors();
        if (!junctors.anyOf().isEmpty()) {
            anyOf(junctors.anyOf(), value, outcome);
        }
        if (!junctors.oneOf().isEmpty()) {
            oneOf(junctors.oneOf(), value, outcome);
        }
        if (!junctors.allOf().isEmpty()) {
            allOf(junctors.allOf(), value, outcome);
        }
        JsonSchema not = junctors.not();
        if (not != null && validator.against(not).validate(value).isValid()) {
            outcome.add(problem("must not validate the schema (not)"));
        }
        outcome.count();
        return outcome;
    }

    private void anyOf(List<JsonSchema> schemas, JsonNode value, Outcome outcome) {
        @Nullable Outcome best = null;
        for (JsonSchema schema : schemas) {
            Outcome found = validator.against(schema).validate(value);
            if (found.isValid()) {
                outcome.merge(found);
                return;
            }
            if (best == null || found.checks() > best.checks()) {
                best = found;
            }
        }
        outcome.add(problem("must validate at least one schema (anyOf)"));
        if (best != null) {
            outcome.merge(best);
        }
    }

    private void oneOf(List<JsonSchema> schemas, JsonNode value, Outcome outcome) {
        @Nullable Outcome best = null;
        @Nullable Outcome first = null;
        int valid = 0;
        for (JsonSchema schema : schemas) {
            Outcome found = validator.against(schema).validate(value);
            if (found.isValid()) {
                valid++;
                best = null;
                first = first == null ? found : first;
            } else if (valid == 0 && (best == null || found.checks() > best.checks())) {
                best = found;
            }
        }
        if (valid == 1 && first != null) {
            outcome.merge(first);
            return;
        }
        String found =
                valid == 0 ? "Found none valid" : "Found %d valid alternatives".formatted(valid);
        outcome.add(problem("must validate one and only one schema (oneOf). " + found));
        if (best != null) {
            outcome.merge(best);
        }
    }

    private void allOf(List<JsonSchema> schemas, JsonNode value, Outcome outcome) {
        int valid = 0;
        for (JsonSchema schema : schemas) {
            Outcome found = validator.against(schema).validate(value);
            if (found.isValid()) {
                valid++;
            }
            outcome.merge(found);
        }
        if (valid != schemas.size()) {
            outcome.add(
                    problem(
                            "must validate all the schemas (allOf)"
                                    + (valid == 0 ? ". None validated" : "")));
        }
    }

    private Problem problem(String what) {
        String quoted = JsonNodeFactory.instance.stringNode(validator.place()).toString();
        return new Problem.Broken("", quoted + " " + what, "\"\"");
    }
}
