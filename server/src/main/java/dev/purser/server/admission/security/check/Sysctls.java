package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Only kernel parameters are set that concern the pod alone.
record Sysctls(Set<String> allowed) implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> bad = new ArrayList<>();
        for (JsonNode sysctl : pod.securityContext().path("sysctls")) {
            String name = JudgedPod.name(sysctl);
            if (!allowed.contains(name)) {
                bad.add(name);
            }
        }
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("forbidden sysctls", String.join(", ", bad)));
    }
}
