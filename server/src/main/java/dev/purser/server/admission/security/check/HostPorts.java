package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// No ports of the node are taken.
final class HostPorts implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        // Ordered as texts, as Kubernetes does.
        TreeSet<String> ports = new TreeSet<>();
        List<String> bad = pod.containersThat(container -> takesPorts(container, ports));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostPort",
                                "%s %s %s %s"
                                        .formatted(
                                                Wording.containers(bad),
                                                Wording.uses(bad),
                                                Wording.plural("hostPort", ports),
                                                String.join(", ", ports))));
    }

    private static boolean takesPorts(JsonNode container, Set<String> ports) {
        boolean takes = false;
        for (JsonNode port : container.path("ports")) {
            int number = port.path("hostPort").asInt(0);
            if (number != 0) {
                ports.add(Integer.toString(number));
                takes = true;
            }
        }
        return takes;
    }
}
