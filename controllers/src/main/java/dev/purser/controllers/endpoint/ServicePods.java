package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.client.cache.ObjectCache;
import dev.purser.controllers.object.PodStates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which pods are behind a Service. Stateless over its caches.
record ServicePods(ObjectCache services, ObjectCache pods) {
    /// The pods that have an address and have not ended, by name.
    List<KubeObject> of(KubeObject service) {
        LabelSelector selector = LabelSelector.ofLabels(selector(service));
        return pods.inNamespace(service.namespace()).stream()
                .filter(pod -> selector.matches(pod.labels()))
                .filter(pod -> !PodStates.isTerminal(pod) && !address(pod).isEmpty())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /// The Services that select a pod.
    List<KubeObject> selecting(KubeObject pod) {
        return services.inNamespace(pod.namespace()).stream()
                .filter(ServicePods::hasEndpoints)
                .filter(service -> LabelSelector.ofLabels(selector(service)).matches(pod.labels()))
                .toList();
    }

    /// Whether its endpoints are pods: without a selector they are its owner's to give.
    static boolean hasEndpoints(KubeObject service) {
        return !service.spec().path("selector").isEmpty()
                && !service.spec().path("type").asString("").equals("ExternalName");
    }

    static boolean isHeadless(KubeObject service) {
        return service.spec().path("clusterIP").asString("").equals("None");
    }

    static boolean publishesUnready(KubeObject service) {
        return service.spec().path("publishNotReadyAddresses").asBoolean(false);
    }

    private static Map<String, String> selector(KubeObject service) {
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : service.spec().path("selector").properties()) {
            labels.put(each.getKey(), each.getValue().asString(""));
        }
        return labels;
    }

    /// Its IPv4 address; empty before it has one.
    static String address(KubeObject pod) {
        JsonNode status = pod.json().path("status");
        for (JsonNode each : status.path("podIPs")) {
            if (!each.path("ip").asString("").contains(":")) {
                return each.path("ip").asString("");
            }
        }
        String address = status.path("podIP").asString("");
        return address.contains(":") ? "" : address;
    }

    /// The host name that the pod has below a headless Service.
    static Optional<String> hostname(KubeObject pod, KubeObject service) {
        return Optional.of(pod.spec().path("hostname").asString(""))
                .filter(name -> !name.isEmpty())
                .filter(_ -> pod.spec().path("subdomain").asString("").equals(service.name()));
    }

    static void putTarget(ObjectNode endpoint, KubeObject pod) {
        endpoint.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
    }
}
