package dev.purser.api.kind.batch;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DomainPaths;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the spec of a Job, be it that of a Job or of a CronJob's template. Immutable and
/// thread-safe.
final class JobSpecValidation {
    private static final String SUCCESS_POLICY = "io.k8s.api.batch.v1.SuccessPolicy";
    private static final String FAILED_MAX = "maxFailedIndexes";
    private static final String LIMIT_PER_INDEX = "backoffLimitPerIndex";
    private static final String INDEXED = "Indexed";
    private static final int MANAGER_MAX = 63;
    private static final int INDEXES_MAX = 100_000;
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MAX_OF_MANY = 10_000;
    private static final List<String> COUNTS =
            List.of(
                    "parallelism",
                    "completions",
                    "activeDeadlineSeconds",
                    "backoffLimit",
                    "ttlSecondsAfterFinished",
                    LIMIT_PER_INDEX,
                    FAILED_MAX);

    private final PodTemplates templates;
    private final GoForm goForm;

    /// @param goForm shows parts of specs in messages
    JobSpecValidation(PodTemplates templates, GoForm goForm) {
        this.templates = templates;
        this.goForm = goForm;
    }

    static boolean isIndexed(JsonNode spec) {
        return Trees.text(spec, "completionMode").equals(INDEXED);
    }

    void validate(ObjectNode spec, String path, FieldErrors errors) {
        COUNTS.forEach(
                field -> Numbers.requireNonNegative(spec.path(field), path + "." + field, errors));
        if (Trees.has(spec, FAILED_MAX) && !Trees.has(spec, LIMIT_PER_INDEX)) {
            errors.required(path + "." + LIMIT_PER_INDEX, "when maxFailedIndexes is specified");
        }
        validateManager(spec, path + ".managedBy", errors);
        validateMode(spec, path, errors);
        if (spec.path("podFailurePolicy").isObject()) {
            PodFailurePolicyValidation.validate(spec, path + ".podFailurePolicy", errors);
        }
        validateSuccessPolicy(spec, path + ".successPolicy", errors);
        validateReplacement(spec, path + ".podReplacementPolicy", errors);
        ObjectNode template = Trees.ensure(spec, "template");
        templates.validate(template, path + ".template", errors);
        validateRestarts(spec, path + ".template.spec.restartPolicy", errors);
    }

    private static void validateManager(ObjectNode spec, String path, FieldErrors errors) {
        if (!Trees.has(spec, "managedBy")) {
            return;
        }
        String manager = Trees.text(spec, "managedBy");
        DomainPaths.validatePath(manager, path, errors);
        if (manager.length() > MANAGER_MAX) {
            errors.tooLong(path, MANAGER_MAX);
        }
    }

    private void validateMode(ObjectNode spec, String path, FieldErrors errors) {
        String mode = Trees.text(spec, "completionMode");
        if (mode.equals(INDEXED)) {
            validateIndexed(spec, path, errors);
            return;
        }
        if (!Trees.has(spec, "completionMode") || mode.equals("NonIndexed")) {
            for (String field : List.of(LIMIT_PER_INDEX, FAILED_MAX)) {
                if (Trees.has(spec, field)) {
                    errors.invalid(
                            path + "." + field,
                            spec.path(field).asLong(),
                            "requires indexed completion mode");
                }
            }
        } else {
            errors.notSupported(path + ".completionMode", mode, List.of("NonIndexed", INDEXED));
        }
    }

    private static void validateIndexed(ObjectNode spec, String path, FieldErrors errors) {
        JsonNode completions = spec.path("completions");
        JsonNode parallelism = spec.path("parallelism");
        JsonNode failed = spec.path(FAILED_MAX);
        if (!completions.isNumber()) {
            errors.required(path + ".completions", "when completion mode is Indexed");
        }
        if (parallelism.asLong(0) > INDEXES_MAX) {
            errors.invalid(
                    path + ".parallelism",
                    parallelism.asLong(),
                    "must be less than or equal to 100000 when completion mode is Indexed");
        }
        if (completions.isNumber() && failed.isNumber() && failed.asLong() > completions.asLong()) {
            errors.invalid(
                    path + "." + FAILED_MAX,
                    failed.asLong(),
                    "must be less than or equal to completions");
        }
        if (failed.asLong(0) > INDEXES_MAX) {
            errors.invalid(
                    path + "." + FAILED_MAX,
                    failed.asLong(),
                    "must be less than or equal to " + INDEXES_MAX);
        }
        boolean isTracked =
                completions.asLong(0) > MANY_COMPLETIONS && Trees.has(spec, LIMIT_PER_INDEX);
        if (isTracked) {
            validateManyIndexes(spec, path, errors);
        }
    }

    private static void validateManyIndexes(ObjectNode spec, String path, FieldErrors errors) {
        if (!Trees.has(spec, FAILED_MAX)) {
            errors.required(
                    path + "." + FAILED_MAX,
                    "must be specified when completions is above " + MANY_COMPLETIONS);
        }
        for (String field : List.of("parallelism", FAILED_MAX)) {
            long value = spec.path(field).asLong(0);
            if (value > MAX_OF_MANY) {
                errors.invalid(
                        path + "." + field,
                        value,
                        ("must be less than or equal to %d when completions are above %d and used"
                                        + " with backoff limit per index")
                                .formatted(MAX_OF_MANY, MANY_COMPLETIONS));
            }
        }
    }

    private void validateSuccessPolicy(ObjectNode spec, String path, FieldErrors errors) {
        if (!spec.path("successPolicy").isObject()) {
            return;
        }
        if (isIndexed(spec)) {
            SuccessPolicyValidation.validate(spec, path, errors);
        } else {
            errors.invalidShown(
                    path,
                    goForm.compact(spec.path("successPolicy"), SUCCESS_POLICY),
                    "requires indexed completion mode");
        }
    }

    private static void validateReplacement(ObjectNode spec, String path, FieldErrors errors) {
        if (!Trees.has(spec, "podReplacementPolicy")) {
            return;
        }
        List<String> supported =
                spec.path("podFailurePolicy").isObject()
                        ? List.of("Failed")
                        : List.of("Failed", "TerminatingOrFailed");
        String policy = Trees.text(spec, "podReplacementPolicy");
        if (!supported.contains(policy)) {
            errors.notSupported(path, policy, supported);
        }
    }

    private static void validateRestarts(ObjectNode spec, String path, FieldErrors errors) {
        String policy = Trees.text(spec.path("template").path("spec"), "restartPolicy");
        switch (policy) {
            case "", "Always" -> errors.required(path, "valid values: \"OnFailure\", \"Never\"");
            case "Never" -> {
                // The one policy that goes with everything.
            }
            case "OnFailure" -> {
                if (spec.path("podFailurePolicy").isObject()) {
                    errors.invalid(
                            path,
                            policy,
                            "only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            default -> errors.notSupported(path, policy, List.of("OnFailure", "Never"));
        }
    }
}
