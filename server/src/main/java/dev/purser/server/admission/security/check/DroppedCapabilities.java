package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// All capabilities are dropped; only the one for low ports may be added again.
final class DroppedCapabilities implements PodCheck {
    private static final Set<String> ALLOWED = Set.of("NET_BIND_SERVICE");

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> added = new TreeSet<>();
        List<String> keeping = pod.containersThat(container -> !dropsAll(container));
        List<String> adding =
                pod.containersThat(
                        container -> AddedCapabilities.addsOtherThan(ALLOWED, container, added));
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(
                    "%s must set securityContext.capabilities.drop=[\"ALL\"]"
                            .formatted(Wording.containers(keeping)));
        }
        if (!adding.isEmpty()) {
            details.add(AddedCapabilities.detail(adding, added));
        }
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    private static boolean dropsAll(JsonNode container) {
        for (JsonNode capability :
                JudgedPod.securityContext(container).path("capabilities").path("drop")) {
            if (capability.asString("").equals("ALL")) {
                return true;
            }
        }
        return false;
    }
}
