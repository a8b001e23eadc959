package dev.purser.server.admission.security.check;

import dev.purser.api.status.GoQuoted;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Seccomp is not turned off by annotations, as it was before there were fields for it.
final class SeccompAnnotations implements PodCheck {
    private static final String OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> bad = new TreeSet<>();
        Stream.concat(Stream.of(OF_POD), ofContainers(pod.containers()))
                .filter(pod.annotations()::containsKey)
                .forEach(key -> {
                    String value = pod.annotations().getOrDefault(key, "");
                    if (!isAllowed(value)) {
                        bad.add(key + "=" + GoQuoted.of(value));
                    }
                });
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "seccompProfile",
                                "forbidden %s %s"
                                        .formatted(
                                                Wording.plural("annotation", bad),
                                                String.join(", ", bad))));
    }

    private static Stream<String> ofContainers(List<JsonNode> containers) {
        return containers.stream().map(container -> OF_CONTAINER + JudgedPod.name(container));
    }

    private static boolean isAllowed(String profile) {
        return profile.equals("runtime/default")
                || profile.equals("docker/default")
                || profile.startsWith("localhost/");
    }
}
