package dev.purser.server.admission.security.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Probes and lifecycle handlers, which the node carries out, reach their own pod alone.
final class HostsOfHandlers implements PodCheck {
    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> ACTIONS = List.of("httpGet", "tcpSocket");

    @Override
    public Optional<Violation> violation(JudgedPod pod) {
        TreeSet<String> hosts = new TreeSet<>();
        Set<String> bad =
                new TreeSet<>(pod.containersThat(container -> namesHosts(container, hosts)));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "probe or lifecycle host",
                                "%s %s %s %s"
                                        .formatted(
                                                Wording.containers(bad),
                                                Wording.uses(bad),
                                                Wording.plural("probe or lifecycle host", hosts),
                                                Wording.quoted(hosts))));
    }

    private static boolean namesHosts(JsonNode container, Set<String> hosts) {
        List<String> named =
                handlers(container)
                        .flatMap(handler ->
                                ACTIONS.stream()
                                        .map(action ->
                                                handler.path(action).path("host").asString("")))
                        .filter(host -> !host.isEmpty())
                        .toList();
        hosts.addAll(named);
        return !named.isEmpty();
    }

    private static Stream<JsonNode> handlers(JsonNode container) {
        return Stream.concat(
                PROBES.stream().map(container::path),
                HOOKS.stream().map(hook -> container.path("lifecycle").path(hook)));
    }
}
