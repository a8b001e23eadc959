package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Annotations of Pods and templates that mean something to Kubernetes
/// (`ValidatePodSpecificAnnotations`).
final class PodAnnotations {
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");
    private static final Set<String> INIT_CONTAINERS =
            Set.of(
                    "pod.beta.kubernetes.io/init-containers",
                    "pod.alpha.kubernetes.io/init-containers",
                    "pod.beta.kubernetes.io/init-container-statuses",
                    "pod.alpha.kubernetes.io/init-container-statuses");

    private PodAnnotations() {}

    /// Drops what init containers were written as before they had a field.
    static void dropOld(JsonNode metadata) {
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(INIT_CONTAINERS);
        }
    }

    static void validate(Spot annotations, Spot spec) {
        Spot mirror = annotations.key(SpecOwner.MIRROR);
        if (mirror.isGiven() && spec.text("nodeName").isEmpty()) {
            mirror.invalidText("must set spec.nodeName if mirror pod annotation is set");
        }
        Spot cost = annotations.key(DELETION_COST);
        if (cost.isGiven() && !isCost(cost.text())) {
            cost.invalidText("must be a 32bit integer");
        }
        ProfileAnnotations.validate(annotations, spec);
    }

    private static boolean isCost(String text) {
        boolean hasLeadingZero = text.startsWith("0") && text.length() > 1;
        if (hasLeadingZero || !DECIMAL.matcher(text).matches()) {
            return false;
        }
        long cost = Long.parseLong(text);
        return cost >= Integer.MIN_VALUE && cost <= Integer.MAX_VALUE;
    }

    /// Checks what an update does to annotations that stay as they were created.
    static void validateUpdate(Spot annotations, JsonNode old) {
        for (String key : old.propertyNames()) {
            boolean isSame = old.path(key).equals(annotations.key(key).node());
            if (!isSame && key.startsWith(ProfileAnnotations.APPARMOR)) {
                annotations.key(key).forbidden("may not remove or update AppArmor annotations");
            }
            if (!isSame && key.equals(SpecOwner.MIRROR)) {
                annotations.key(key).forbidden("may not remove or update mirror pod annotation");
            }
        }
        annotations.members((key, value) -> {
            if (!old.has(key) && key.startsWith(ProfileAnnotations.APPARMOR)) {
                value.forbidden("may not add AppArmor annotations");
            }
            if (!old.has(key) && key.equals(SpecOwner.MIRROR)) {
                value.forbidden("may not add mirror pod annotation");
            }
        });
    }
}
