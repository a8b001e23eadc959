package dev.purser.server.proxy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// Finds the pod that a proxied request is for. Thread-safe if its parts are.
record ProxyTargets(ObjectSource objects, RandomGenerator random) {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /// Where a pod listens, as `HOST:PORT`.
    String pod(String namespace, ProxyName name) {
        KubeObject pod = find(PODS, namespace, name.name());
        String port = name.port().isEmpty() ? firstPort(pod) : name.port();
        String address = pod.json().path("status").path("podIP").asString("");
        if (!ProxyAddress.isAllowed(address)) {
            throw StatusErrors.badRequest("address not allowed");
        }
        return ProxyAddress.join(address, port);
    }

    private static String firstPort(KubeObject pod) {
        for (JsonNode container : pod.json().path("spec").path("containers")) {
            JsonNode port = container.path("ports").path(0).path("containerPort");
            if (port.isNumber()) {
                return port.asString();
            }
        }
        return "";
    }

    /// Where one of the pods behind a service listens.
    String service(String namespace, ProxyName name) {
        String port =
                name.port().matches("[0-9]{1,9}")
                        ? portName(find(SERVICES, namespace, name.name()), name.port())
                        : name.port();
        List<String> candidates = new ArrayList<>();
        for (KubeObject slice : objects.list(SLICES, namespace)) {
            if (name.name().equals(slice.labels().get(SERVICE_LABEL))) {
                candidates.addAll(addresses(slice, port));
            }
        }
        if (candidates.isEmpty()) {
            throw unavailable("no endpoints available for service \"%s\"".formatted(name.name()));
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    private static String portName(KubeObject service, String number) {
        for (JsonNode port : service.json().path("spec").path("ports")) {
            if (port.path("port").asLong() == Long.parseLong(number)) {
                return port.path("name").asString("");
            }
        }
        throw unavailable(
                "no service port %s found for service \"%s\"".formatted(number, service.name()));
    }

    /// Only pods are passed anything to, whatever else a slice says.
    private List<String> addresses(KubeObject slice, String portName) {
        List<String> found = new ArrayList<>();
        for (JsonNode port : slice.json().path("ports")) {
            if (!port.path("name").asString("").equals(portName)) {
                continue;
            }
            for (JsonNode endpoint : slice.json().path("endpoints")) {
                boolean isReady = endpoint.path("conditions").path("ready").asBoolean(true);
                String address = endpoint.path("addresses").path(0).asString("");
                if (isReady
                        && ProxyAddress.isAllowed(address)
                        && isPodAt(slice.namespace(), endpoint.path("targetRef"), address)) {
                    found.add(ProxyAddress.join(address, port.path("port").asString("")));
                }
            }
        }
        return found;
    }

    private boolean isPodAt(String namespace, JsonNode reference, String address) {
        return reference.path("kind").asString("").equals("Pod")
                && objects.find(PODS, namespace, reference.path("name").asString(""))
                        .filter(pod ->
                                pod.json()
                                        .path("status")
                                        .path("podIP")
                                        .asString("")
                                        .equals(address))
                        .isPresent();
    }

    private KubeObject find(GroupVersionResource resource, String namespace, String name) {
        return objects.find(resource, namespace, name)
                .orElseThrow(() -> StatusErrors.notFound(resource.groupResource(), name));
    }

    static StatusException unavailable(String why) {
        return new StatusException(StatusReason.SERVICE_UNAVAILABLE, why);
    }
}
