package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.PodStates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the EndpointSlices of a Service are to hold: pods that have the same numbers for its ports
/// are in slices together, up to a hundred in each, and stay in the slice where they are.
///
/// @param zones the zone of a node by its name, or empty
record SlicePlan(KubeObject service, Function<String, String> zones) {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String HEADLESS = "service.kubernetes.io/headless";

    private static final int ENDPOINTS_MAX = 100;

    /// The content of one slice.
    ///
    /// @param existing the slice to change; empty for a new one
    record Slice(Optional<KubeObject> existing, ArrayNode endpoints, ArrayNode ports) {
        /// Whether the existing slice has this content already.
        boolean isThere() {
            return existing.filter(each ->
                            same(each.json().path("endpoints"), endpoints)
                                    && same(each.json().path("ports"), ports))
                    .isPresent();
        }

        /// Whether the existing slice has these labels and no others.
        boolean hasLabels(ObjectNode labels) {
            return existing.filter(
                            each -> JsonEquality.same(each.metadata().path("labels"), labels))
                    .isPresent();
        }

        private static boolean same(JsonNode stored, ArrayNode wanted) {
            return stored.isEmpty() ? wanted.isEmpty() : JsonEquality.same(stored, wanted);
        }
    }

    /// The slices that shall be; those existing ones that are in none of them shall go.
    List<Slice> slices(List<KubeObject> pods, Collection<KubeObject> existing) {
        Map<List<ServicePort>, Map<String, ObjectNode>> groups = new LinkedHashMap<>();
        for (KubeObject pod : pods) {
            List<ServicePort> ports = ServicePort.of(service, pod);
            groups.computeIfAbsent(ports, _ -> new LinkedHashMap<>()).put(pod.uid(), endpoint(pod));
        }
        List<KubeObject> free = new ArrayList<>(existing);
        List<Slice> slices = new ArrayList<>();
        groups.forEach((ports, endpoints) -> keep(array(ports), endpoints, free, slices));
        groups.forEach((ports, endpoints) -> place(array(ports), endpoints, free, slices));
        if (slices.isEmpty()) {
            slices.add(new Slice(first(free), newArray(), newArray()));
        }
        return slices;
    }

    /// Leaves endpoints where they are, as they are now.
    private static void keep(
            ArrayNode ports,
            Map<String, ObjectNode> endpoints,
            List<KubeObject> free,
            List<Slice> slices) {
        for (KubeObject slice : List.copyOf(free)) {
            if (!JsonEquality.same(slice.json().path("ports"), ports)
                    && !(ports.isEmpty() && slice.json().path("ports").isEmpty())) {
                continue;
            }
            ArrayNode kept = newArray();
            for (JsonNode endpoint : slice.json().path("endpoints")) {
                ObjectNode now = endpoints.remove(uid(endpoint));
                if (now != null) {
                    kept.add(now);
                }
            }
            if (!kept.isEmpty()) {
                free.remove(slice);
                slices.add(new Slice(Optional.of(slice), kept, ports));
            }
        }
    }

    /// Puts new endpoints where there is room, then into slices that are free, then into new ones.
    private static void place(
            ArrayNode ports,
            Map<String, ObjectNode> endpoints,
            List<KubeObject> free,
            List<Slice> slices) {
        List<Slice> open =
                new ArrayList<>(
                        slices.stream().filter(each -> each.ports().equals(ports)).toList());
        for (ObjectNode endpoint : endpoints.values()) {
            open.removeIf(each -> each.endpoints().size() >= ENDPOINTS_MAX);
            if (open.isEmpty()) {
                Slice slice = new Slice(first(free), newArray(), ports);
                slices.add(slice);
                open.add(slice);
            }
            open.getFirst().endpoints().add(endpoint);
        }
    }

    private static Optional<KubeObject> first(List<KubeObject> free) {
        return free.isEmpty() ? Optional.empty() : Optional.of(free.removeFirst());
    }

    private static String uid(JsonNode endpoint) {
        return endpoint.path("targetRef").path("uid").asString("");
    }

    private ObjectNode endpoint(KubeObject pod) {
        boolean serving = PodStates.isReady(pod);
        boolean terminating = pod.deletionTimestamp().isPresent();
        ObjectNode endpoint = JsonNodeFactory.instance.objectNode();
        endpoint.putArray("addresses").add(ServicePods.address(pod));
        endpoint.putObject("conditions")
                .put("ready", ServicePods.publishesUnready(service) || (serving && !terminating))
                .put("serving", serving)
                .put("terminating", terminating);
        ServicePods.hostname(pod, service).ifPresent(name -> endpoint.put("hostname", name));
        ServicePods.putTarget(endpoint, pod);
        String node = pod.spec().path("nodeName").asString("");
        if (!node.isEmpty()) {
            endpoint.put("nodeName", node);
        }
        String zone = zones.apply(node);
        if (!zone.isEmpty()) {
            endpoint.put("zone", zone);
        }
        return endpoint;
    }

    private static ArrayNode array(List<ServicePort> ports) {
        ArrayNode array = newArray();
        ports.forEach(each -> each.addToSlice(array));
        return array;
    }

    private static ArrayNode newArray() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// The labels of a slice: its Service's, and those that say whose it is.
    ObjectNode labels(String managedBy) {
        Map<String, String> labels = new HashMap<>(service.labels());
        labels.remove(HEADLESS);
        labels.put(SERVICE_NAME, service.name());
        labels.put(MANAGED_BY, managedBy);
        if (ServicePods.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        labels.forEach(json::put);
        return json;
    }
}
