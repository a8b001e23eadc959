package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a pod takes from the node it runs on.
///
/// @param requested the resources it asks for
/// @param hostPorts the ports of the node that it takes
record PodDemand(Amounts requested, Set<HostPort> hostPorts) {
    PodDemand {
        hostPorts = Set.copyOf(hostPorts);
    }

    /// A port of the node; an empty address means all addresses.
    record HostPort(String address, String protocol, int port) {
        boolean collidesWith(HostPort other) {
            boolean sameAddress =
                    address.isEmpty() || other.address.isEmpty() || address.equals(other.address);
            return sameAddress && port == other.port && protocol.equals(other.protocol);
        }
    }

    static PodDemand of(KubeObject pod) {
        JsonNode spec = pod.json().path("spec");
        return new PodDemand(requests(spec), hostPorts(spec));
    }

    /// Containers run together, init containers one after the other before them; those that are
    /// always restarted (sidecars) stay beside all that follow. KEP-753 has the formula.
    private static Amounts requests(JsonNode spec) {
        Amounts containers = Amounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            containers = containers.plus(requestsOf(container));
        }
        Amounts sidecars = Amounts.NONE;
        Amounts initPeak = Amounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Amounts own = requestsOf(container);
            if (container.path("restartPolicy").asString("").equals("Always")) {
                sidecars = sidecars.plus(own);
                initPeak = initPeak.max(sidecars);
            } else {
                initPeak = initPeak.max(sidecars.plus(own));
            }
        }
        return containers
                .plus(sidecars)
                .max(initPeak)
                .overriddenBy(requestsOf(spec))
                .plus(Amounts.of(spec.path("overhead")));
    }

    private static Amounts requestsOf(JsonNode containerOrPod) {
        return Amounts.of(containerOrPod.path("resources").path("requests"));
    }

    private static Set<HostPort> hostPorts(JsonNode spec) {
        Set<HostPort> ports = new HashSet<>();
        for (JsonNode container : spec.path("containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("hostPort").asInt(0);
                if (number > 0) {
                    String address = port.path("hostIP").asString("");
                    ports.add(
                            new HostPort(
                                    address.equals("0.0.0.0") ? "" : address,
                                    port.path("protocol").asString("TCP"),
                                    number));
                }
            }
        }
        return ports;
    }
}
