package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The variables that tell containers where services are: `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT`
/// and those of Docker's links.
final class ServiceVariables {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final String API_SERVICE = "kubernetes";

    private final ServiceSource services;

    ServiceVariables(ServiceSource services) {
        this.services = services;
    }

    /// The API server's for every pod; those of its namespace unless the pod declines.
    Map<String, String> of(KubeObject pod) {
        Map<String, KubeObject> chosen = new LinkedHashMap<>();
        for (KubeObject service : services.services(DEFAULT_NAMESPACE)) {
            if (service.name().equals(API_SERVICE)) {
                chosen.put(API_SERVICE, service);
            }
        }
        if (pod.json().path("spec").path("enableServiceLinks").asBoolean(true)) {
            services.services(pod.namespace())
                    .forEach(service -> chosen.put(service.name(), service));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        chosen.values().forEach(service -> add(service, variables));
        return variables;
    }

    private static void add(KubeObject service, Map<String, String> variables) {
        JsonNode spec = service.json().path("spec");
        String address = spec.path("clusterIP").asString("");
        JsonNode ports = spec.path("ports");
        if (address.isEmpty() || address.equals("None") || ports.isEmpty()) {
            return;
        }
        String name = variableName(service.name());
        variables.put(name + "_SERVICE_HOST", address);
        variables.put(name + "_SERVICE_PORT", ports.get(0).path("port").asString(""));
        for (JsonNode port : ports) {
            String portName = port.path("name").asString("");
            if (!portName.isEmpty()) {
                variables.put(
                        name + "_SERVICE_PORT_" + variableName(portName),
                        port.path("port").asString(""));
            }
        }
        variables.put(name + "_PORT", url(address, ports.get(0)));
        for (JsonNode port : ports) {
            addLink(name, address, port, variables);
        }
    }

    private static void addLink(
            String name, String address, JsonNode port, Map<String, String> variables) {
        String protocol = port.path("protocol").asString("TCP");
        String number = port.path("port").asString("");
        String prefix = name + "_PORT_" + number + "_" + protocol.toUpperCase(Locale.ROOT);
        variables.put(prefix, url(address, port));
        variables.put(prefix + "_PROTO", protocol.toLowerCase(Locale.ROOT));
        variables.put(prefix + "_PORT", number);
        variables.put(prefix + "_ADDR", address);
    }

    private static String url(String address, JsonNode port) {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return "%s://%s:%s"
                .formatted(
                        port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT),
                        host,
                        port.path("port").asString(""));
    }

    private static String variableName(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
