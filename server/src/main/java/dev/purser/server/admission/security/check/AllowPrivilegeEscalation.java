package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Containers say that they gain no privileges, by set-user-ID files for example.
final class AllowPrivilegeEscalation implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> bad = pod.containersThat(AllowPrivilegeEscalation::mayEscalate);
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "allowPrivilegeEscalation != false",
                                "%s must set securityContext.allowPrivilegeEscalation=false"
                                        .formatted(Wording.containers(bad))));
    }

    private static boolean mayEscalate(JsonNode container) {
        return JudgedPod.securityContext(container)
                .path("allowPrivilegeEscalation")
                .asBoolean(true);
    }
}
