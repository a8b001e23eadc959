package dev.purser.node.dns;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The ready endpoints of Services. Thread-safe.
record ServiceEndpoints(ObjectCache slices) {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    List<Endpoint> of(KubeObject service) {
        List<Endpoint> found = new ArrayList<>();
        for (KubeObject slice : slices.inNamespace(service.namespace())) {
            if (service.name().equals(slice.labels().get(SERVICE_NAME))
                    && slice.json().path("addressType").asString("").equals("IPv4")) {
                List<Endpoint.Port> ports =
                        slice.json().path("ports").valueStream().map(Endpoint.Port::of).toList();
                for (JsonNode endpoint : slice.json().path("endpoints")) {
                    if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                        found.add(endpoint(endpoint, ports));
                    }
                }
            }
        }
        return found;
    }

    private static Endpoint endpoint(JsonNode endpoint, List<Endpoint.Port> ports) {
        String address = endpoint.path("addresses").path(0).asString("");
        String hostname = endpoint.path("hostname").asString("");
        return new Endpoint(
                address, hostname.isEmpty() ? address.replace('.', '-') : hostname, ports);
    }
}
