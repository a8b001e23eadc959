package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The parts of `/proc` that are hidden by default stay so.
final class ProcMount implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> types = new TreeSet<>();
        List<String> bad = pod.containersThat(container -> isUnmasked(container, types));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "procMount",
                                "%s must not set securityContext.procMount to %s"
                                        .formatted(
                                                Wording.containers(bad), Wording.quoted(types))));
    }

    private static boolean isUnmasked(JsonNode container, Set<String> types) {
        JsonNode type = JudgedPod.securityContext(container).path("procMount");
        boolean isUnmasked = type.isString() && !type.asString().equals("Default");
        if (isUnmasked) {
            types.add(type.asString());
        }
        return isUnmasked;
    }
}
