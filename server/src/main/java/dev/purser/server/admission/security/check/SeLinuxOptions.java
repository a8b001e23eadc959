package dev.purser.server.admission.security.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// SELinux types are those for containers; users and roles are not chosen.
///
/// @param allowedTypes besides none
record SeLinuxOptions(Set<String> allowedTypes) implements PodCheck {
    private static final List<String> CHOSEN = List.of("user", "role");

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> types = new TreeSet<>();
        TreeSet<String> chosen = new TreeSet<>();
        boolean isPodBad = isBad(pod.securityContext(), types, chosen);
        List<String> bad =
                pod.containersThat(
                        container -> isBad(JudgedPod.securityContext(container), types, chosen));
        if (!isPodBad && bad.isEmpty()) {
            return Optional.empty();
        }
        List<String> data = new ArrayList<>();
        if (!types.isEmpty()) {
            data.add(Wording.plural("type", types) + " " + Wording.quoted(types));
        }
        CHOSEN.stream()
                .filter(chosen::contains)
                .forEach(field -> data.add(field + " may not be set"));
        return Optional.of(
                new Violation(
                        "seLinuxOptions",
                        "%s set forbidden securityContext.seLinuxOptions: %s"
                                .formatted(
                                        Wording.podAndContainers(isPodBad, bad),
                                        String.join("; ", data))));
    }

    private boolean isBad(JsonNode securityContext, Set<String> types, Set<String> chosen) {
        JsonNode options = securityContext.path("seLinuxOptions");
        String type = options.path("type").asString("");
        boolean isBad = !type.isEmpty() && !allowedTypes.contains(type);
        if (isBad) {
            types.add(type);
        }
        for (String field : CHOSEN) {
            if (!options.path(field).asString("").isEmpty()) {
                chosen.add(field);
                isBad = true;
            }
        }
        return isBad;
    }
}
