package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Containers say, each or all at once, that they do not run as root.
final class RunAsNonRoot implements PodCheck {
    private static final String REASON = "runAsNonRoot != true";

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        JsonNode ofPod = value(pod.securityContext());
        boolean isPodBad = ofPod.isBoolean() && !ofPod.asBoolean();
        List<String> refusing =
                pod.containersThat(container -> {
                    JsonNode own = value(JudgedPod.securityContext(container));
                    return own.isBoolean() && !own.asBoolean();
                });
        if (isPodBad || !refusing.isEmpty()) {
            return Optional.of(
                    new Violation(
                            REASON,
                            "%s must not set securityContext.runAsNonRoot=false"
                                    .formatted(Wording.podAndContainers(isPodBad, refusing))));
        }
        List<String> silent =
                ofPod.isBoolean()
                        ? List.of()
                        : pod.containersThat(container ->
                                !value(JudgedPod.securityContext(container)).isBoolean());
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                REASON,
                                "pod or %s must set securityContext.runAsNonRoot=true"
                                        .formatted(Wording.containers(silent))));
    }

    private static JsonNode value(JsonNode securityContext) {
        return securityContext.path("runAsNonRoot");
    }
}
