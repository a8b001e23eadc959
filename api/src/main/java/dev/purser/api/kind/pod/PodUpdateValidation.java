package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what an update changes in a Pod: images, the deadline, more tolerations, gates that go,
/// and nothing else (`ValidatePodUpdate`).
final class PodUpdateValidation {
    private static final String TYPE = "io.k8s.api.core.v1.PodSpec";
    private static final String DEADLINE = "activeDeadlineSeconds";
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final String TOLERATIONS = "tolerations";
    private static final String GATES = "schedulingGates";
    private static final String IMAGE = "image";
    private static final String REFUSAL =
            "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
                    + " previously negative)";

    private final GoForm goForm;
    private final GatedScheduling gatedScheduling;

    PodUpdateValidation(GoForm goForm) {
        this.goForm = goForm;
        this.gatedScheduling = new GatedScheduling(goForm);
    }

    void validate(KubeObject pod, KubeObject oldPod, FieldErrors errors) {
        Spot spec = new Spot(pod.spec(), "spec", errors);
        ObjectNode old = oldPod.spec();
        boolean isComparable =
                validateContainers(spec.at(Containers.MAIN), old)
                        && validateContainers(spec.at(Containers.INIT), old)
                        && validateDeadline(spec.at(DEADLINE), old.path(DEADLINE));
        if (!isComparable) {
            return;
        }
        validateTolerations(spec.at(TOLERATIONS), old);
        validateGates(spec, old);
        ObjectNode rest = pod.spec().deepCopy();
        undoWhatMayChange(rest, old);
        gatedScheduling.validate(rest, old, spec);
        if (!rest.equals(old)) {
            String diff = LineDiff.of(goForm.indented(old, TYPE), goForm.indented(rest, TYPE));
            spec.forbidden(REFUSAL + "\n" + diff);
        }
    }

    /// @return whether there are as many as before, so that each can be compared with itself
    private static boolean validateContainers(Spot list, ObjectNode old) {
        String name = list.path().substring(list.path().indexOf('.') + 1);
        if (list.items().size() != Trees.items(old, name).size()) {
            list.forbidden("pod updates may not add or remove containers");
            return false;
        }
        for (Spot container : list.items()) {
            container.at(IMAGE).require();
            ContainerValidation.requireTrimmedImage(container);
        }
        return true;
    }

    /// A deadline may only come nearer.
    private static boolean validateDeadline(Spot deadline, JsonNode old) {
        long seconds = deadline.number();
        if (deadline.isGiven() && (seconds < 0 || seconds > Integer.MAX_VALUE)) {
            deadline.invalidNumber("must be between 0 and 2147483647, inclusive");
            return false;
        }
        if (deadline.isGiven() && old.isNumber() && seconds > old.asLong()) {
            deadline.invalidNumber("must be less than or equal to previous value");
            return false;
        }
        if (!deadline.isGiven() && old.isNumber()) {
            deadline.invalid("must not update from a positive integer to nil value");
        }
        return true;
    }

    private static void validateTolerations(Spot tolerations, ObjectNode old) {
        List<JsonNode> now =
                tolerations.items().stream()
                        .map(toleration -> withoutTime(toleration.node()))
                        .toList();
        boolean areKept =
                Trees.items(old, TOLERATIONS).stream()
                        .map(PodUpdateValidation::withoutTime)
                        .allMatch(now::contains);
        if (areKept) {
            TolerationValidation.validate(tolerations);
        } else {
            tolerations.forbidden(
                    "existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static JsonNode withoutTime(JsonNode toleration) {
        return toleration.deepCopy() instanceof ObjectNode copy
                ? copy.without("tolerationSeconds")
                : toleration;
    }

    private static void validateGates(Spot spec, ObjectNode old) {
        List<String> known =
                Trees.items(old, GATES).stream().map(gate -> Trees.text(gate, "name")).toList();
        for (Spot gate : spec.items(GATES)) {
            String name = gate.text("name");
            if (!known.contains(name)) {
                gate.at("name")
                        .forbidden(
                                "only deletion is allowed, but found new scheduling gate '%s'"
                                        .formatted(name));
            }
        }
    }

    private static void undoWhatMayChange(ObjectNode spec, ObjectNode old) {
        for (String list : List.of(Containers.MAIN, Containers.INIT)) {
            List<ObjectNode> before = Trees.items(old, list);
            List<ObjectNode> now = Trees.items(spec, list);
            for (int i = 0; i < now.size(); i++) {
                Trees.copyField(before.get(i), now.get(i), IMAGE);
            }
        }
        Trees.copyField(old, spec, DEADLINE);
        Trees.copyField(old, spec, GATES);
        Trees.copyField(old, spec, TOLERATIONS);
        if (old.path(GRACE).asLong(0) < 0 && spec.path(GRACE).asLong(0) == 1) {
            Trees.copyField(old, spec, GRACE);
        }
    }
}
