package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// On Windows, nothing runs as a process of the node.
final class WindowsHostProcess implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        boolean isPodBad = isHostProcess(pod.securityContext());
        List<String> bad =
                pod.containersThat(
                        container -> isHostProcess(JudgedPod.securityContext(container)));
        return isPodBad || !bad.isEmpty()
                ? Optional.of(
                        new Violation(
                                "hostProcess",
                                "%s must not set securityContext.windowsOptions.hostProcess=true"
                                        .formatted(Wording.podAndContainers(isPodBad, bad))))
                : Optional.empty();
    }

    private static boolean isHostProcess(JsonNode securityContext) {
        return securityContext.path("windowsOptions").path("hostProcess").asBoolean(false);
    }
}
