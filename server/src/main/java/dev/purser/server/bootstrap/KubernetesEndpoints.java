package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.server.object.ObjectSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The endpoints of the Service `kubernetes`: Endpoints and EndpointSlice that name this server, as
/// kube-apiserver makes them.
public final class KubernetesEndpoints {
    private static final GroupVersionResource ENDPOINTS =
            new GroupVersionResource("", "v1", "endpoints");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    private static final String NAMESPACE = "default";
    private static final String NAME = "kubernetes";

    private final Api api;
    private final ObjectSource source;

    /// @param api acts with the rights of `system:masters`
    public KubernetesEndpoints(Api api, ObjectSource source) {
        this.api = api;
        this.source = source;
    }

    /// Makes the objects, or changes those that name another address or port.
    ///
    /// @param address an IPv4 address that is not loopback
    public void ensure(String address, int port) {
        ensure(ENDPOINTS, endpoints(address, port), "subsets");
        ensure(SLICES, slice(address, port), "endpoints", "ports");
    }

    private void ensure(GroupVersionResource resource, KubeObject wanted, String... members) {
        Optional<KubeObject> stored = source.find(resource, NAMESPACE, NAME);
        if (stored.isEmpty()) {
            api.create(resource, wanted);
            return;
        }
        KubeObject changed = stored.get().copy();
        changed.metadata().set("labels", wanted.metadata().path("labels"));
        for (String member : members) {
            changed.json().set(member, wanted.json().path(member));
        }
        if (!changed.equals(stored.get())) {
            api.update(resource, changed);
        }
    }

    private static KubeObject endpoints(String address, int port) {
        KubeObject endpoints =
                KubeObject.named(new GroupVersionKind("", "v1", "Endpoints"), NAMESPACE, NAME);
        endpoints
                .metadata()
                .putObject("labels")
                .put("endpointslice.kubernetes.io/skip-mirror", "true");
        ObjectNode subset = endpoints.json().putArray("subsets").addObject();
        subset.putArray("addresses").addObject().put("ip", address);
        addPort(subset, port);
        return endpoints;
    }

    private static KubeObject slice(String address, int port) {
        KubeObject slice =
                KubeObject.named(
                        new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice"),
                        NAMESPACE,
                        NAME);
        slice.metadata().putObject("labels").put("kubernetes.io/service-name", NAME);
        slice.json().put("addressType", "IPv4");
        ObjectNode endpoint = slice.json().putArray("endpoints").addObject();
        endpoint.putArray("addresses").add(address);
        endpoint.putObject("conditions").put("ready", true);
        addPort(slice.json(), port);
        return slice;
    }

    private static void addPort(ObjectNode parent, int port) {
        parent.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", port)
                .put("protocol", "TCP");
    }
}
