package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The network, processes and memory of the node are not shared.
final class HostNamespaces implements PodCheck {
    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        List<String> shared =
                Stream.of("hostNetwork", "hostPID", "hostIPC")
                        .filter(field -> pod.spec().path(field).asBoolean(false))
                        .toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "host namespaces",
                                shared.stream()
                                        .map(field -> field + "=true")
                                        .collect(Collectors.joining(", "))));
    }
}
