package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Nobody asks for root by number.
final class RunAsUser implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        boolean isPodBad = isRoot(pod.securityContext());
        List<String> bad =
                pod.containersThat(container -> isRoot(JudgedPod.securityContext(container)));
        return isPodBad || !bad.isEmpty()
                ? Optional.of(
                        new Violation(
                                "runAsUser=0",
                                "%s must not set runAsUser=0"
                                        .formatted(Wording.podAndContainers(isPodBad, bad))))
                : Optional.empty();
    }

    private static boolean isRoot(JsonNode securityContext) {
        JsonNode user = securityContext.path("runAsUser");
        return user.isNumber() && user.asLong() == 0;
    }
}
