package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// No capabilities are added but those that containers have anyway.
final class AddedCapabilities implements PodCheck {
    private static final Set<String> ALLOWED =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> added = new TreeSet<>();
        List<String> bad =
                pod.containersThat(container -> addsOtherThan(ALLOWED, container, added));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("non-default capabilities", detail(bad, added)));
    }

    static String detail(List<String> containers, Set<String> added) {
        return "%s must not include %s in securityContext.capabilities.add"
                .formatted(Wording.containers(containers), Wording.quoted(added));
    }

    /// Whether a container adds others; collects them.
    static boolean addsOtherThan(Set<String> allowed, JsonNode container, Set<String> others) {
        boolean adds = false;
        for (JsonNode capability :
                JudgedPod.securityContext(container).path("capabilities").path("add")) {
            if (!allowed.contains(capability.asString(""))) {
                others.add(capability.asString(""));
                adds = true;
            }
        }
        return adds;
    }
}
