package dev.purser.server.proxy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Finds where a node listens. Thread-safe if its objects are.
record NodeTargets(ObjectSource objects) {
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final int KUBELET_PORT = 10250;
    private static final List<String> ADDRESS_TYPES =
            List.of("InternalIP", "ExternalIP", "Hostname");

    /// What a path means.
    sealed interface NodeTarget {
        ProxyTarget target();

        /// The node's own API, which knows the API server.
        record Kubelet(ProxyTarget target) implements NodeTarget {}

        /// Anything else that listens at the node's address.
        record Other(ProxyTarget target) implements NodeTarget {}
    }

    /// The node's own API, or another port that the name asks for.
    NodeTarget find(ProxyName name) {
        KubeObject node =
                objects.find(NODES, "", name.name())
                        .orElseThrow(
                                () -> StatusErrors.notFound(NODES.groupResource(), name.name()));
        JsonNode status = node.json().path("status");
        String address =
                address(status.path("addresses"))
                        .orElseThrow(() ->
                                ProxyTargets.unavailable(
                                        "node \"%s\" has no address".formatted(name.name())));
        int named = status.path("daemonEndpoints").path("kubeletEndpoint").path("Port").asInt(0);
        String port = Integer.toString(named == 0 ? KUBELET_PORT : named);
        if (name.port().isEmpty() || name.port().equals(port)) {
            return new NodeTarget.Kubelet(
                    new ProxyTarget("https", ProxyAddress.join(address, port)));
        }
        if (!ProxyAddress.isAllowed(address)) {
            throw StatusErrors.badRequest("address not allowed");
        }
        return new NodeTarget.Other(
                new ProxyTarget(
                        name.scheme().isEmpty() ? "http" : name.scheme(),
                        ProxyAddress.join(address, name.port())));
    }

    private static Optional<String> address(JsonNode addresses) {
        return ADDRESS_TYPES.stream()
                .flatMap(type ->
                        addresses
                                .valueStream()
                                .filter(each -> each.path("type").asString("").equals(type)))
                .map(each -> each.path("address").asString(""))
                .filter(address -> !address.isEmpty())
                .findFirst();
    }
}
