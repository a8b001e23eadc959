package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Seccomp is not turned off.
///
/// @param silence whether a profile may be left out, which may mean none
record SeccompProfile(Silence silence) implements PodCheck {
    private static final Set<String> ALLOWED = Set.of("RuntimeDefault", "Localhost");
    private static final String REASON = "seccompProfile";

    /// Whether nothing needs to be said.
    enum Silence {
        ALLOWED,
        FORBIDDEN
    }

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> types = new TreeSet<>();
        boolean isPodBad = isBad(pod.securityContext(), types);
        List<String> bad =
                pod.containersThat(container -> isBad(JudgedPod.securityContext(container), types));
        if (isPodBad || !bad.isEmpty()) {
            return Optional.of(
                    new Violation(
                            REASON,
                            "%s must not set securityContext.seccompProfile.type to %s"
                                    .formatted(
                                            Wording.podAndContainers(isPodBad, bad),
                                            Wording.quoted(types))));
        }
        return silence == Silence.FORBIDDEN ? silent(pod) : Optional.empty();
    }

    private static Optional<Violation> silent(JudgedPod pod) {
        List<String> silent =
                isSet(pod.securityContext())
                        ? List.of()
                        : pod.containersThat(
                                container -> !isSet(JudgedPod.securityContext(container)));
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                REASON,
                                "pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
                                        .formatted(Wording.containers(silent))));
    }

    private static boolean isSet(JsonNode securityContext) {
        return securityContext.path("seccompProfile").isObject();
    }

    private static boolean isBad(JsonNode securityContext, Set<String> types) {
        String type = securityContext.path("seccompProfile").path("type").asString("");
        boolean isBad = isSet(securityContext) && !ALLOWED.contains(type);
        if (isBad) {
            types.add(type);
        }
        return isBad;
    }
}
