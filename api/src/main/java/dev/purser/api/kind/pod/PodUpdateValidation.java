package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what an update changes in a Pod: images, the deadline, more tolerations, and nothing else
/// (`ValidatePodUpdate`).
final class PodUpdateValidation {
    private static final String TYPE = "io.k8s.api.core.v1.PodSpec";
    private static final String DEADLINE = "activeDeadlineSeconds";
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final String TOLERATIONS = "tolerations";
    private static final String GATES = "schedulingGates";
    private static final String REFUSAL =
            "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
                    + " previously negative)";

    private final GoForm goForm;

    PodUpdateValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    void validate(KubeObject pod, KubeObject oldPod, FieldErrors errors) {
        ObjectNode spec = pod.spec();
        ObjectNode old = oldPod.spec();
        for (String list : List.of("containers", "initContainers")) {
            if (!sameLength(spec, old, list)) {
                errors.forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }
        }
        ContainerValidation.requireTrimmedImages(spec, errors);
        validateDeadline(spec.path(DEADLINE), old.path(DEADLINE), errors);
        validateTolerations(spec, old, errors);
        ObjectNode expected = old.deepCopy();
        copyWhatMayChange(spec, expected);
        if (!expected.equals(spec)) {
            String diff = LineDiff.of(goForm.indented(expected, TYPE), goForm.indented(spec, TYPE));
            errors.forbidden("spec", REFUSAL + "\n" + diff);
        }
    }

    private static boolean sameLength(ObjectNode spec, ObjectNode old, String list) {
        return Trees.items(spec, list).size() == Trees.items(old, list).size();
    }

    private static void validateDeadline(JsonNode deadline, JsonNode old, FieldErrors errors) {
        String path = "spec." + DEADLINE;
        if (deadline.isNumber()) {
            if (old.isNumber() && deadline.asLong() > old.asLong()) {
                errors.invalid(
                        path, deadline.asLong(), "must be less than or equal to previous value");
            }
        } else if (old.isNumber()) {
            errors.invalidShown(
                    path, "null", "must not update from a positive integer to nil value");
        }
    }

    private static void validateTolerations(ObjectNode spec, ObjectNode old, FieldErrors errors) {
        List<ObjectNode> now = Trees.items(spec, TOLERATIONS);
        for (ObjectNode toleration : Trees.items(old, TOLERATIONS)) {
            boolean isKept = now.stream().anyMatch(other -> isSame(other, toleration));
            if (!isKept) {
                errors.forbidden(
                        "spec." + TOLERATIONS,
                        "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static boolean isSame(ObjectNode one, ObjectNode other) {
        return List.of("key", "operator", "value", "effect").stream()
                .allMatch(field -> Trees.text(one, field).equals(Trees.text(other, field)));
    }

    private static void copyWhatMayChange(ObjectNode spec, ObjectNode expected) {
        for (String list : List.of("containers", "initContainers")) {
            List<ObjectNode> from = Trees.items(spec, list);
            List<ObjectNode> to = Trees.items(expected, list);
            for (int i = 0; i < to.size(); i++) {
                Trees.copyField(from.get(i), to.get(i), "image");
            }
        }
        Trees.copyField(spec, expected, DEADLINE);
        Trees.copyField(spec, expected, TOLERATIONS);
        if (expected.path(GRACE).asLong(0) < 0 && spec.path(GRACE).asLong(0) == 1) {
            expected.put(GRACE, 1);
        }
        if (!expected.path(GATES).isEmpty()) {
            Trees.copyField(spec, expected, GATES);
            Trees.copyField(spec, expected, "nodeSelector");
            Trees.copyField(spec, expected, "affinity");
        }
    }
}
