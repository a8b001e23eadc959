package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.PodStates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The subsets of Endpoints: ports that the same pods have are together.
final class EndpointSubsets {
    private final KubeObject service;

    EndpointSubsets(KubeObject service) {
        this.service = service;
    }

    /// The subsets of these pods, empty when there is none.
    ArrayNode of(List<KubeObject> pods) {
        boolean unready = ServicePods.publishesUnready(service);
        List<KubeObject> members =
                pods.stream()
                        .filter(pod -> unready || pod.deletionTimestamp().isEmpty())
                        .sorted(Comparator.comparing(ServicePods::address))
                        .toList();
        Map<ServicePort, List<KubeObject>> byPort = new TreeMap<>();
        for (KubeObject pod : members) {
            ServicePort.of(service, pod)
                    .forEach(port -> byPort.computeIfAbsent(port, _ -> new ArrayList<>()).add(pod));
        }
        Map<List<KubeObject>, List<ServicePort>> byPods = new LinkedHashMap<>();
        byPort.forEach(
                (port, those) -> byPods.computeIfAbsent(those, _ -> new ArrayList<>()).add(port));
        boolean withoutPorts = service.spec().path("ports").isEmpty();
        if (withoutPorts && ServicePods.isHeadless(service) && !members.isEmpty()) {
            byPods.put(members, List.of());
        }
        ArrayNode subsets = JsonNodeFactory.instance.arrayNode();
        byPods.forEach((those, ports) -> add(subsets.addObject(), those, ports, unready));
        return subsets;
    }

    private void add(
            ObjectNode subset, List<KubeObject> pods, List<ServicePort> ports, boolean unready) {
        for (KubeObject pod : pods) {
            boolean ready = unready || PodStates.isReady(pod);
            add(subset.withArray(ready ? "addresses" : "notReadyAddresses").addObject(), pod);
        }
        if (!ports.isEmpty()) {
            ArrayNode array = subset.putArray("ports");
            ports.forEach(port -> port.addToSubset(array));
        }
    }

    private void add(ObjectNode address, KubeObject pod) {
        address.put("ip", ServicePods.address(pod));
        ServicePods.hostname(pod, service).ifPresent(name -> address.put("hostname", name));
        String node = pod.spec().path("nodeName").asString("");
        if (!node.isEmpty()) {
            address.put("nodeName", node);
        }
        ServicePods.putTarget(address, pod);
    }
}
