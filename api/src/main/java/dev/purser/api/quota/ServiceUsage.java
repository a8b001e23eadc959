package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Services, the ports they take on nodes, and load balancers.
record ServiceUsage() implements Usage {
    private static final String COUNT = ObjectCount.name("services");
    private static final String SERVICES = "services";
    private static final String NODE_PORTS = "services.nodeports";
    private static final String LOAD_BALANCERS = "services.loadbalancers";
    private static final Set<String> NAMES = Set.of(COUNT, SERVICES, NODE_PORTS, LOAD_BALANCERS);

    @Override
    public Set<String> matching(Collection<String> names) {
        Set<String> result = new HashSet<>(names);
        result.retainAll(NAMES);
        return result;
    }

    @Override
    public ResourceAmounts of(KubeObject service) {
        JsonNode spec = service.json().path("spec");
        String type = spec.path("type").asString("");
        return ResourceAmounts.nothing()
                .with(COUNT, Quantity.of(1))
                .with(SERVICES, Quantity.of(1))
                .with(LOAD_BALANCERS, Quantity.of(type.equals("LoadBalancer") ? 1 : 0))
                .with(NODE_PORTS, Quantity.of(nodePorts(type, spec)));
    }

    /// Node ports are counted before they are allocated, so by what is asked for.
    private static long nodePorts(String type, JsonNode spec) {
        JsonNode ports = spec.path("ports");
        return switch (type) {
            case "NodePort" -> ports.size();
            case "LoadBalancer" ->
                    spec.path("allocateLoadBalancerNodePorts").asBoolean(true)
                            ? ports.size()
                            : StreamSupport.stream(ports.spliterator(), false)
                                    .filter(port -> port.path("nodePort").asLong(0) != 0)
                                    .count();
            default -> 0;
        };
    }
}
