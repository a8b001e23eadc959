package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Warns of ports that containers of a Pod define twice, or half.
final class PortWarnings {
    private PortWarnings() {}

    private record Port(
            String path, String name, long number, long hostPort, String hostIp, String protocol) {
        static Port of(ObjectNode port, String path) {
            return new Port(
                    path,
                    Trees.text(port, "name"),
                    port.path("containerPort").asLong(0),
                    port.path("hostPort").asLong(0),
                    Trees.text(port, "hostIP"),
                    Trees.text(port, "protocol"));
        }

        boolean isSameAs(Port other) {
            return number == other.number && protocol.equals(other.protocol);
        }

        /// How this port gets in the way of one that was defined before.
        Optional<String> conflictWith(Port other) {
            boolean isOneOpen = hostIp.isEmpty() != other.hostIp.isEmpty();
            if (hostIp.equals(other.hostIp) && hostPort == other.hostPort) {
                return Optional.of("duplicate");
            }
            if (hostPort == 0 || other.hostPort == 0) {
                return Optional.of("overlapping");
            }
            return hostPort == other.hostPort && isOneOpen
                    ? Optional.of("dangerously ambiguous")
                    : Optional.empty();
        }

        /// The port as Go prints a struct.
        String shown() {
            return "{Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
                    .formatted(name, hostPort, number, protocol, hostIp);
        }
    }

    static List<String> of(JsonNode spec, String path) {
        List<Port> ports = ports(spec, path);
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            if (!port.hostIp().isEmpty() && port.hostPort() == 0) {
                warnings.add(
                        "%s: hostIP set without hostPort: %s".formatted(port.path(), port.shown()));
            }
            for (Port other : ports.subList(0, i)) {
                if (port.isSameAs(other)) {
                    port.conflictWith(other)
                            .map(kind ->
                                    "%s: %s port definition with %s"
                                            .formatted(port.path(), kind, other.path()))
                            .ifPresent(warnings::add);
                }
            }
        }
        ofNames(ports, warnings);
        return warnings;
    }

    private static void ofNames(List<Port> ports, List<String> warnings) {
        Map<String, String> known = new HashMap<>();
        for (Port port : ports) {
            String other =
                    port.name().isEmpty() ? null : known.putIfAbsent(port.name(), port.path());
            if (other != null) {
                warnings.add(
                        "%s: duplicate port name \"%s\" with %s, services and probes that select ports by name will use %s"
                                .formatted(port.path(), port.name(), other, other));
            }
        }
    }

    private static List<Port> ports(JsonNode spec, String path) {
        List<Port> ports = new ArrayList<>();
        for (String list : List.of(Containers.INIT, Containers.MAIN, Containers.EPHEMERAL)) {
            List<ObjectNode> containers = Trees.items(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                List<ObjectNode> own = Trees.items(containers.get(i), "ports");
                for (int k = 0; k < own.size(); k++) {
                    String place = "%s.%s[%d].ports[%d]".formatted(path, list, i, k);
                    ports.add(Port.of(own.get(k), place));
                }
            }
        }
        return ports;
    }
}
