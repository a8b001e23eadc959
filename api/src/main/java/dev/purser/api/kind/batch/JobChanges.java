package dev.purser.api.kind.batch;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what an update changes in the spec of a Job. Pods of a suspended Job may get other
/// resources and other places to run.
///
/// @param goForm shows parts of specs in messages
record JobChanges(GoForm goForm) {
    private static final String IMMUTABLE = "field is immutable";
    private static final String BATCH = "io.k8s.api.batch.v1.";
    private static final String CORE = "io.k8s.api.core.v1.";
    private static final String TEMPLATE = "template";
    private static final String AFFINITY = "affinity";
    private static final String NODE_AFFINITY = "nodeAffinity";

    void validate(KubeObject job, KubeObject oldJob, FieldErrors errors) {
        ObjectNode spec = job.spec();
        ObjectNode old = oldJob.spec();
        validateCompletions(spec, old, errors);
        requireSame(spec, old, "selector", errors);
        validateTemplate(spec, oldJob, errors);
        requireSame(spec, old, "completionMode", errors);
        requireSame(spec, old, "podFailurePolicy", BATCH + "PodFailurePolicy", errors);
        requireSame(spec, old, "backoffLimitPerIndex", errors);
        requireSame(spec, old, "managedBy", errors);
        requireSame(spec, old, "successPolicy", BATCH + "SuccessPolicy", errors);
    }

    private static void validateCompletions(ObjectNode spec, ObjectNode old, FieldErrors errors) {
        if (!JobSpecValidation.isIndexed(spec)) {
            requireSame(spec, old, "completions", errors);
            return;
        }
        JsonNode completions = spec.path("completions");
        boolean isMoved = completions.isNumber() && !completions.equals(old.path("completions"));
        if (isMoved && completions.asLong() != spec.path("parallelism").asLong(0)) {
            errors.invalid(
                    "spec.completions",
                    completions.asLong(),
                    "can only be modified in tandem with spec.parallelism");
        }
    }

    private static void requireSame(
            ObjectNode spec, ObjectNode old, String field, FieldErrors errors) {
        if (!spec.path(field).equals(old.path(field))) {
            JsonNode value = spec.path(field);
            errors.invalid(
                    "spec." + field, value.isMissingNode() ? spec.nullNode() : value, IMMUTABLE);
        }
    }

    private void requireSame(
            ObjectNode spec, ObjectNode old, String field, String type, FieldErrors errors) {
        if (!spec.path(field).equals(old.path(field))) {
            String shown = spec.has(field) ? goForm.compact(spec.path(field), type) : "null";
            errors.invalidShown("spec." + field, shown, IMMUTABLE);
        }
    }

    private void validateTemplate(ObjectNode spec, KubeObject oldJob, FieldErrors errors) {
        if (!isTemplateOpen(oldJob)) {
            requireSame(spec, oldJob.spec(), TEMPLATE, CORE + "PodTemplateSpec", errors);
            return;
        }
        ObjectNode pod = podSpec(spec);
        ObjectNode expected = podSpec(oldJob.spec()).deepCopy();
        for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            Trees.copyField(pod, expected, field);
        }
        copyNodeAffinity(pod, expected);
        for (String list : List.of("containers", "initContainers")) {
            copyResources(Trees.items(pod, list), Trees.items(expected, list));
        }
        if (!expected.equals(pod)) {
            errors.invalidShown(
                    "spec.template.spec", goForm.compact(pod, CORE + "PodSpec"), IMMUTABLE);
        }
    }

    /// Whether none of the Job's Pods can be running.
    private static boolean isTemplateOpen(KubeObject old) {
        ObjectNode status = old.status();
        boolean isIdle =
                !Trees.has(status, "startTime") || JobConditions.isTrue(status, "Suspended");
        return old.spec().path("suspend").asBoolean(false)
                && isIdle
                && status.path("active").asLong(0) == 0;
    }

    private static ObjectNode podSpec(ObjectNode spec) {
        return Trees.ensure(Trees.ensure(spec, TEMPLATE), "spec");
    }

    private static void copyNodeAffinity(ObjectNode pod, ObjectNode expected) {
        if (pod.path(AFFINITY).isObject()) {
            Trees.copyField(
                    Trees.ensure(pod, AFFINITY), Trees.ensure(expected, AFFINITY), NODE_AFFINITY);
        } else if (expected.get(AFFINITY) instanceof ObjectNode affinity) {
            affinity.remove(NODE_AFFINITY);
            if (affinity.isEmpty()) {
                expected.remove(AFFINITY);
            }
        }
    }

    private static void copyResources(List<ObjectNode> from, List<ObjectNode> to) {
        for (int i = 0; from.size() == to.size() && i < from.size(); i++) {
            if (Trees.text(from.get(i), "name").equals(Trees.text(to.get(i), "name"))) {
                Trees.copyField(from.get(i), to.get(i), "resources");
            }
        }
    }
}
