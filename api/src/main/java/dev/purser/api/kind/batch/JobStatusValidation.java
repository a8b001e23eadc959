package dev.purser.api.kind.batch;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks one update of a Job's status. Anybody may control a Job (KEP-4368), so what a controller
/// writes must tell a story that makes sense. Most checks look only at what the update changes,
/// because a change of the spec may have made nonsense of the rest. Not thread-safe.
final class JobStatusValidation {
    private static final String CONDITIONS = "status.conditions";
    private static final String COMPLETION_TIME = "completionTime";
    private static final String START_TIME = "startTime";
    private static final String COMPLETED = "completedIndexes";
    private static final String FAILED = "failedIndexes";
    private static final String UNCOUNTED = "uncountedTerminatedPods";
    private static final String UNCOUNTED_TYPE = "io.k8s.api.batch.v1.UncountedTerminatedPods";
    private static final List<String> COUNTS =
            List.of("active", "succeeded", "failed", "ready", "terminating");

    private final JsonNode spec;
    private final ObjectNode status;
    private final ObjectNode old;
    private final GoForm goForm;
    private final FieldErrors errors;

    JobStatusValidation(KubeObject job, KubeObject oldJob, GoForm goForm, FieldErrors errors) {
        this.spec = job.spec();
        this.status = job.status();
        this.old = oldJob.status();
        this.goForm = goForm;
        this.errors = errors;
    }

    void validate() {
        COUNTS.forEach(
                field -> Numbers.requireNonNegative(status.path(field), "status." + field, errors));
        validateUncounted();
        validateCompletion();
        validateFinished();
        validateIndexes();
        validateSuccessCriteria();
        validateHistory();
    }

    private boolean is(String condition) {
        return JobConditions.isTrue(status, condition);
    }

    private boolean was(String condition) {
        return JobConditions.isTrue(old, condition);
    }

    private boolean turned(String condition) {
        return is(condition) != was(condition);
    }

    private boolean isFinished() {
        return is("Complete") || is("Failed");
    }

    private boolean turnedFinished() {
        return isFinished() != (was("Complete") || was("Failed"));
    }

    private boolean isChanged(String field) {
        return !status.path(field).equals(old.path(field));
    }

    private void forbid(boolean isWrong, String why) {
        if (isWrong) {
            errors.invalidHidden(CONDITIONS, why);
        }
    }

    private void forbid(boolean isWrong, String field, String why) {
        if (isWrong) {
            JsonNode value = status.path(field);
            errors.invalid(
                    "status." + field, value.isMissingNode() ? status.nullNode() : value, why);
        }
    }

    private void validateUncounted() {
        Set<String> seen = new HashSet<>();
        for (String list : List.of("succeeded", "failed")) {
            List<String> uids = Trees.texts(status.path(UNCOUNTED), list);
            for (int i = 0; i < uids.size(); i++) {
                String path = "status.%s.%s[%d]".formatted(UNCOUNTED, list, i);
                if (uids.get(i).isEmpty()) {
                    errors.invalid(path, "", "must not be empty");
                } else if (!seen.add(uids.get(i))) {
                    errors.duplicate(path, uids.get(i));
                }
            }
        }
    }

    private void validateCompletion() {
        boolean completes = turned("Complete");
        boolean timed = isChanged(COMPLETION_TIME);
        boolean hasTime = Trees.has(status, COMPLETION_TIME);
        forbid(
                (completes || turned("Failed")) && is("Complete") && is("Failed"),
                "cannot set Complete=True and Failed=true conditions");
        forbid(
                (completes || turned("FailureTarget")) && is("Complete") && is("FailureTarget"),
                "cannot set Complete=True and FailureTarget=true conditions");
        forbid(
                (completes || timed) && hasTime && !is("Complete"),
                COMPLETION_TIME,
                "cannot set completionTime when there is no Complete=True condition");
        if ((completes || timed) && !hasTime && is("Complete")) {
            errors.required(
                    "status." + COMPLETION_TIME, "completionTime is required for Complete jobs");
        }
        boolean isEarly =
                hasTime
                        && Trees.has(status, START_TIME)
                        && Trees.text(status, COMPLETION_TIME)
                                        .compareTo(Trees.text(status, START_TIME))
                                < 0;
        forbid(
                (timed || isChanged(START_TIME)) && isEarly,
                COMPLETION_TIME,
                "must be equal to or after `startTime`");
        forbid(
                (turned("Failed") || isChanged(FAILED)) && is("Failed") && !is("FailureTarget"),
                "cannot set Failed=True condition without the FailureTarget=true condition");
        forbid(
                (completes || turned("SuccessCriteriaMet"))
                        && is("Complete")
                        && !is("SuccessCriteriaMet"),
                "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }

    private void validateFinished() {
        boolean finished = isFinished();
        boolean turned = turnedFinished();
        forbid(
                finished && (turned || isChanged("active")) && status.path("active").asLong(0) > 0,
                "active",
                "active>0 is invalid for finished job");
        boolean isNothingToDo =
                spec.path("suspend").asBoolean(false)
                        && spec.path("completions").isNumber()
                        && spec.path("completions").asLong() == 0;
        boolean isUnstarted = finished && !Trees.has(status, START_TIME);
        if (isUnstarted && !isNothingToDo && (turned || isChanged(START_TIME))) {
            errors.required("status." + START_TIME, "startTime is required for finished job");
        }
        JsonNode uncounted = status.path(UNCOUNTED);
        boolean isUncounted =
                !uncounted.path("succeeded").isEmpty() || !uncounted.path("failed").isEmpty();
        if (finished && isUncounted && (turned || isChanged(UNCOUNTED))) {
            errors.invalidShown(
                    "status." + UNCOUNTED,
                    goForm.compact(uncounted, UNCOUNTED_TYPE),
                    "must be empty for finished job");
        }
        forbid(
                finished
                        && (turned || isChanged("terminating"))
                        && status.path("terminating").asLong(0) > 0,
                "terminating",
                "terminating>0 is invalid for finished job");
        forbid(
                (isChanged("ready") || isChanged("active"))
                        && status.path("ready").asLong(0) > status.path("active").asLong(0)
                        && Trees.has(status, "ready"),
                "ready",
                "cannot set more ready pods than active");
    }

    private void validateIndexes() {
        boolean hasCompletions = spec.path("completions").isNumber();
        long completions = spec.path("completions").asLong(0);
        boolean hasFailed = Trees.has(status, FAILED);
        boolean isPerIndex = Trees.has(spec, "backoffLimitPerIndex");
        if (hasCompletions && isChanged(COMPLETED)) {
            requireRanges(COMPLETED, completions);
        }
        if (hasCompletions && isPerIndex && hasFailed && isChanged(FAILED)) {
            requireRanges(FAILED, completions);
        }
        forbid(
                isChanged(COMPLETED)
                        && !Trees.text(status, COMPLETED).isEmpty()
                        && !JobSpecValidation.isIndexed(spec),
                COMPLETED,
                "cannot set non-empty completedIndexes when non-indexed completion mode");
        forbid(
                isChanged(FAILED) && hasFailed && !isPerIndex,
                FAILED,
                "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        if (hasCompletions && hasFailed && (isChanged(FAILED) || isChanged(COMPLETED))) {
            IndexRanges.overlap(
                            IndexRanges.readable(Trees.text(status, COMPLETED), completions),
                            IndexRanges.readable(Trees.text(status, FAILED), completions))
                    .ifPresent(index ->
                            forbid(
                                    true,
                                    FAILED,
                                    "failedIndexes and completedIndexes overlap at index: "
                                            + index));
        }
    }

    private void requireRanges(String field, long completions) {
        IndexRanges ranges = IndexRanges.parse(Trees.text(status, field), completions);
        if (!ranges.isValid()) {
            errors.invalid(
                    "status." + field,
                    Trees.text(status, field),
                    "error parsing %s: %s".formatted(field, ranges.error()));
        }
    }

    private void validateSuccessCriteria() {
        boolean met = is("SuccessCriteriaMet");
        forbid(
                met && is("Failed"),
                "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        forbid(
                met && is("FailureTarget"),
                "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        forbid(
                spec.path("successPolicy").isObject() && !met && is("Complete"),
                "cannot set Complete=True for Job with SuccessPolicy unless"
                        + " SuccessCriteriaMet=True");
    }

    /// What may not be undone.
    private void validateHistory() {
        for (String condition : List.of("Failed", "Complete", "FailureTarget")) {
            forbid(
                    was(condition) && !is(condition),
                    "cannot disable the terminal %s=True condition".formatted(condition));
        }
        forbidDecrease("failed");
        boolean isScaledDown =
                JobSpecValidation.isIndexed(spec)
                        && spec.path("completions").equals(spec.path("parallelism"));
        if (!isScaledDown) {
            forbidDecrease("succeeded");
        }
        forbid(
                Trees.has(status, COMPLETION_TIME)
                        && Trees.has(old, COMPLETION_TIME)
                        && isChanged(COMPLETION_TIME),
                COMPLETION_TIME,
                "field is immutable");
        boolean resumes = was("Suspended") && JobConditions.isFalse(status, "Suspended");
        forbid(
                isChanged(START_TIME)
                        && !resumes
                        && Trees.has(old, START_TIME)
                        && !spec.path("suspend").asBoolean(false),
                START_TIME,
                "field is immutable for unsuspended job once set");
        forbid(
                was("SuccessCriteriaMet") && !is("SuccessCriteriaMet"),
                "cannot disable the SuccessCriteriaMet=True condition");
        forbid(
                was("Complete") && !was("SuccessCriteriaMet") && is("SuccessCriteriaMet"),
                "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }

    private void forbidDecrease(String field) {
        long count = status.path(field).asLong(0);
        if (count < old.path(field).asLong(0)) {
            errors.invalid(
                    "status." + field, count, "cannot decrease the %s counter".formatted(field));
        }
    }
}
