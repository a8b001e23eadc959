package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.webhook.HookTarget.HookService;
import dev.purser.server.object.ObjectSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Finds somebody who serves behind a service: of its endpoints if there are any, otherwise of the
/// pods that it selects, so that no other controller is needed. Thread-safe.
record ServiceAddresses(ObjectSource objects) {
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");

    /// A host and a port.
    record Address(String host, int port) {}

    /// Where to connect to.
    ///
    /// @throws IOException when there is no such service, or nobody behind it
    Address resolve(HookService target) throws IOException {
        KubeObject service =
                objects.find(SERVICES, target.namespace(), target.name())
                        .orElseThrow(() ->
                                new IOException(
                                        "service \"%s\" not found".formatted(target.name())));
        JsonNode port =
                service.spec()
                        .path("ports")
                        .valueStream()
                        .filter(each -> each.path("port").asInt(0) == target.port())
                        .findFirst()
                        .orElseThrow(() ->
                                new IOException(
                                        "no service port %d found for service \"%s\""
                                                .formatted(target.port(), target.name())));
        if (service.spec().path("type").asString("").equals("ExternalName")) {
            return new Address(service.spec().path("externalName").asString(""), target.port());
        }
        return Stream.concat(ofEndpoints(service, port), ofPods(service, port))
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "no endpoints available for service \"%s\""
                                        .formatted(target.name())));
    }

    private Stream<Address> ofEndpoints(KubeObject service, JsonNode port) {
        String portName = port.path("name").asString("");
        return objects.list(SLICES, service.namespace()).stream()
                .filter(slice ->
                        service.name().equals(slice.labels().get("kubernetes.io/service-name")))
                .flatMap(slice ->
                        slice.json()
                                .path("ports")
                                .valueStream()
                                .filter(each -> each.path("name").asString("").equals(portName))
                                .flatMap(each -> ready(slice, each.path("port").asInt(0))));
    }

    private static Stream<Address> ready(KubeObject slice, int port) {
        return slice.json()
                .path("endpoints")
                .valueStream()
                .filter(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true))
                .flatMap(endpoint -> endpoint.path("addresses").valueStream())
                .map(address -> new Address(address.asString(""), port));
    }

    private Stream<Address> ofPods(KubeObject service, JsonNode port) {
        Map<String, String> selector = new TreeMap<>();
        service.spec()
                .path("selector")
                .properties()
                .forEach(entry -> selector.put(entry.getKey(), entry.getValue().asString("")));
        if (selector.isEmpty()) {
            return Stream.empty();
        }
        return objects.list(PODS, service.namespace()).stream()
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .filter(ServiceAddresses::isReady)
                .flatMap(pod -> address(pod, port).stream());
    }

    private static boolean isReady(KubeObject pod) {
        return pod.deletionTimestamp().isEmpty()
                && pod.status()
                        .path("conditions")
                        .valueStream()
                        .anyMatch(condition ->
                                condition.path("type").asString("").equals("Ready")
                                        && condition.path("status").asString("").equals("True"));
    }

    private static Optional<Address> address(KubeObject pod, JsonNode port) {
        String host = pod.status().path("podIP").asString("");
        JsonNode wanted = port.path("targetPort");
        int number =
                wanted.isString()
                        ? containerPort(pod, wanted.asString())
                        : wanted.asInt(port.path("port").asInt(0));
        return host.isEmpty() || number == 0
                ? Optional.empty()
                : Optional.of(new Address(host, number));
    }

    private static int containerPort(KubeObject pod, String name) {
        List<JsonNode> containers = pod.spec().path("containers").valueStream().toList();
        return containers.stream()
                .flatMap(container -> container.path("ports").valueStream())
                .filter(port -> port.path("name").asString("").equals(name))
                .map(port -> port.path("containerPort").asInt(0))
                .findFirst()
                .orElse(0);
    }
}
