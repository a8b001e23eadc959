package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the EndpointSlices of hand-made Endpoints are to hold: one slice for each subset.
final class MirrorPlan {
    private MirrorPlan() {}

    /// The slices that shall be. An existing slice with the same content stays as it is, another
    /// one is used again; those existing ones that are in none of them shall go.
    static List<SlicePlan.Slice> slices(KubeObject endpoints, Collection<KubeObject> existing) {
        List<SlicePlan.Slice> wanted = new ArrayList<>();
        for (JsonNode subset : endpoints.json().path("subsets")) {
            ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
            add(addresses, subset.path("addresses"), true);
            add(addresses, subset.path("notReadyAddresses"), false);
            if (!addresses.isEmpty()) {
                wanted.add(
                        new SlicePlan.Slice(
                                Optional.empty(), addresses, ports(subset.path("ports"))));
            }
        }
        List<KubeObject> free = new ArrayList<>(existing);
        List<SlicePlan.Slice> slices = new ArrayList<>();
        List<SlicePlan.Slice> others = new ArrayList<>();
        for (SlicePlan.Slice each : wanted) {
            free.stream()
                    .filter(slice -> with(each, slice).isThere())
                    .findFirst()
                    .ifPresentOrElse(
                            slice -> {
                                free.remove(slice);
                                slices.add(with(each, slice));
                            },
                            () -> others.add(each));
        }
        others.forEach(each -> slices.add(free.isEmpty() ? each : with(each, free.removeFirst())));
        return slices;
    }

    private static SlicePlan.Slice with(SlicePlan.Slice content, KubeObject slice) {
        return new SlicePlan.Slice(Optional.of(slice), content.endpoints(), content.ports());
    }

    private static void add(ArrayNode endpoints, JsonNode addresses, boolean ready) {
        for (JsonNode address : addresses) {
            String ip = address.path("ip").asString("");
            if (ip.contains(":")) {
                continue;
            }
            ObjectNode endpoint = endpoints.addObject();
            endpoint.putArray("addresses").add(ip);
            endpoint.putObject("conditions").put("ready", ready);
            for (String member : List.of("hostname", "nodeName", "targetRef")) {
                if (address.has(member)) {
                    endpoint.set(member, address.path(member).deepCopy());
                }
            }
        }
    }

    private static ArrayNode ports(JsonNode stored) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : stored) {
            ObjectNode port = ports.addObject();
            port.put("name", each.path("name").asString(""));
            port.put("protocol", each.path("protocol").asString("TCP"));
            port.set("port", each.path("port").deepCopy());
            if (each.has("appProtocol")) {
                port.set("appProtocol", each.path("appProtocol").deepCopy());
            }
        }
        return ports;
    }

    /// The labels of the mirror of Endpoints: theirs, and those that say whose it is.
    static ObjectNode labels(KubeObject endpoints, String managedBy) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        endpoints.labels().forEach(labels::put);
        labels.put(SlicePlan.SERVICE_NAME, endpoints.name());
        labels.put(SlicePlan.MANAGED_BY, managedBy);
        return labels;
    }
}
