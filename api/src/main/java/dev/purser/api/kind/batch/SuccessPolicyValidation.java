package dev.purser.api.kind.batch;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks when an indexed Job is to count as done before all its Pods are (KEP-3998).
final class SuccessPolicyValidation {
    private static final int RULES_MAX = 20;
    private static final int INDEXES_BYTES_MAX = 64 * 1024;

    private SuccessPolicyValidation() {}

    /// @param spec of an indexed Job
    static void validate(ObjectNode spec, String path, FieldErrors errors) {
        List<ObjectNode> rules = Trees.items(spec.path("successPolicy"), "rules");
        String rulesPath = path + ".rules";
        if (rules.isEmpty()) {
            errors.required(
                    rulesPath,
                    "at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.size() > RULES_MAX) {
            errors.tooMany(rulesPath, rules.size(), RULES_MAX);
        }
        long completions = spec.path("completions").asLong(0);
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), completions, "%s[%d]".formatted(rulesPath, i), errors);
        }
    }

    private static void validateRule(
            ObjectNode rule, long completions, String path, FieldErrors errors) {
        JsonNode count = rule.path("succeededCount");
        JsonNode indexes = rule.path("succeededIndexes");
        if (!count.isNumber() && !indexes.isString()) {
            errors.required(
                    path, "at least one of succeededCount or succeededIndexes must be specified");
        }
        long total = 0;
        if (indexes.isString()) {
            total = validateIndexes(indexes.asString(), completions, path, errors);
        }
        if (!count.isNumber()) {
            return;
        }
        String countPath = path + ".succeededCount";
        Numbers.requireNonNegative(count, countPath, errors);
        requireAtMost(count, completions, "specified completions", countPath, errors);
        if (indexes.isString()) {
            requireAtMost(
                    count,
                    total,
                    "indexes in the specified succeededIndexes field",
                    countPath,
                    errors);
        }
    }

    private static long validateIndexes(
            String indexes, long completions, String path, FieldErrors errors) {
        String indexesPath = path + ".succeededIndexes";
        if (indexes.length() > INDEXES_BYTES_MAX) {
            errors.tooLong(indexesPath, INDEXES_BYTES_MAX);
        }
        IndexRanges ranges = IndexRanges.parse(indexes, completions);
        if (!ranges.isValid()) {
            errors.invalid(
                    indexesPath, indexes, "error parsing succeededIndexes: " + ranges.error());
        }
        return ranges.total();
    }

    private static void requireAtMost(
            JsonNode count, long max, String what, String path, FieldErrors errors) {
        if (count.asLong() > max) {
            errors.invalid(
                    path,
                    count.asLong(),
                    "must be less than or equal to %d (the number of %s)".formatted(max, what));
        }
    }
}
