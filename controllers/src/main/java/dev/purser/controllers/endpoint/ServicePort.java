package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A port of a Service as one pod has it.
///
/// @param name empty for a Service's only port
/// @param number of the pod's port
/// @param appProtocol empty when the Service names none
record ServicePort(String name, String protocol, int number, String appProtocol)
        implements Comparable<ServicePort> {
    /// The ports of a Service that this pod has, sorted by name. One that is given by a name is
    /// left out where no container has it.
    static List<ServicePort> of(KubeObject service, KubeObject pod) {
        List<ServicePort> ports = new ArrayList<>();
        for (JsonNode port : service.spec().path("ports")) {
            String protocol = port.path("protocol").asString("TCP");
            number(port, protocol, pod)
                    .ifPresent(number ->
                            ports.add(
                                    new ServicePort(
                                            port.path("name").asString(""),
                                            protocol,
                                            number,
                                            port.path("appProtocol").asString(""))));
        }
        ports.sort(null);
        return ports;
    }

    private static Optional<Integer> number(JsonNode port, String protocol, KubeObject pod) {
        JsonNode target = port.path("targetPort");
        if (target.isString()) {
            return named(pod, "containers", target.asString(), protocol)
                    .or(() -> named(pod, "initContainers", target.asString(), protocol));
        }
        int number = target.asInt(0);
        return Optional.of(number > 0 ? number : port.path("port").asInt());
    }

    /// Of init containers, those alone count that go on beside the others.
    private static Optional<Integer> named(
            KubeObject pod, String list, String name, String protocol) {
        for (JsonNode container : pod.spec().path(list)) {
            boolean stays =
                    list.equals("containers")
                            || container.path("restartPolicy").asString("").equals("Always");
            for (JsonNode port : container.path("ports")) {
                if (stays
                        && port.path("name").asString("").equals(name)
                        && port.path("protocol").asString("TCP").equals(protocol)) {
                    return Optional.of(port.path("containerPort").asInt());
                }
            }
        }
        return Optional.empty();
    }

    /// Adds it in the form of an EndpointSlice.
    void addToSlice(ArrayNode ports) {
        ObjectNode port = ports.addObject();
        port.put("name", name).put("protocol", protocol).put("port", number);
        putAppProtocol(port);
    }

    /// Adds it in the form of Endpoints.
    void addToSubset(ArrayNode ports) {
        ObjectNode port = ports.addObject();
        if (!name.isEmpty()) {
            port.put("name", name);
        }
        port.put("port", number).put("protocol", protocol);
        putAppProtocol(port);
    }

    private void putAppProtocol(ObjectNode port) {
        if (!appProtocol.isEmpty()) {
            port.put("appProtocol", appProtocol);
        }
    }

    @Override
    public int compareTo(ServicePort other) {
        int byName = name.compareTo(other.name);
        int byProtocol = byName != 0 ? byName : protocol.compareTo(other.protocol);
        return byProtocol != 0 ? byProtocol : Integer.compare(number, other.number);
    }
}
