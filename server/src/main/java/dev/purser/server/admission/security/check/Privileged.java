package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;

/// No container is as powerful as the node itself.
final class Privileged implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> bad =
                pod.containersThat(container ->
                        JudgedPod.securityContext(container).path("privileged").asBoolean(false));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "privileged",
                                "%s must not set securityContext.privileged=true"
                                        .formatted(Wording.containers(bad))));
    }
}
