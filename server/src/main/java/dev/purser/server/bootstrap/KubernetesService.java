package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.server.object.ObjectSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The Service `kubernetes` in `default`, by which pods find the API.
public final class KubernetesService {
    /// The first address of the service range 10.96.0.0/16.
    public static final String ADDRESS = "10.96.0.1";

    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final String NAMESPACE = "default";
    private static final String NAME = "kubernetes";

    private final Api api;
    private final ObjectSource source;

    /// @param api acts with the rights of `system:masters`
    public KubernetesService(Api api, ObjectSource source) {
        this.api = api;
        this.source = source;
    }

    /// Makes the Service when it is missing, or gives it the port that the server has now.
    ///
    /// @param port where the server listens
    public void ensure(int port) {
        Optional<KubeObject> stored = source.find(SERVICES, NAMESPACE, NAME);
        if (stored.isEmpty()) {
            api.create(SERVICES, service(port));
            return;
        }
        KubeObject changed = stored.get().copy();
        changed.spec().set("ports", service(port).spec().path("ports"));
        if (changed.spec().path("ports").path(0).path("targetPort").asInt()
                != stored.get().spec().path("ports").path(0).path("targetPort").asInt()) {
            api.update(SERVICES, changed);
        }
    }

    private static KubeObject service(int port) {
        KubeObject service =
                KubeObject.named(new GroupVersionKind("", "v1", "Service"), NAMESPACE, NAME);
        service.metadata()
                .putObject("labels")
                .put("component", "apiserver")
                .put("provider", "kubernetes");
        ObjectNode spec = service.spec();
        spec.put("clusterIP", ADDRESS).put("internalTrafficPolicy", "Cluster");
        spec.put("ipFamilyPolicy", "SingleStack")
                .putArray("ports")
                .addObject()
                .put("name", "https")
                .put("port", 443)
                .put("protocol", "TCP")
                .put("targetPort", port);
        spec.put("sessionAffinity", "None").put("type", "ClusterIP");
        return service;
    }
}
