package dev.purser.api.kind.service;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the ports of a Service, each by itself and all together. Stateless and thread-safe.
final class ServicePortValidation {
    static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private static final String TYPE = "io.k8s.api.core.v1.ServicePort";
    private static final String NODE_PORT = "nodePort";
    private static final String PROTOCOL = "protocol";

    private final GoForm goForm;

    ServicePortValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    void validate(ServiceShape shape, FieldErrors errors) {
        List<ObjectNode> ports = shape.ports();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            String path = path(i);
            if (ports.size() > 1 || !Trees.text(port, "name").isEmpty()) {
                validateName(Trees.text(port, "name"), names, path + ".name", errors);
            }
            ServiceValidation.validatePort(port.path("port").asLong(0), path + ".port", errors);
            ServiceValidation.requireOneOf(
                    Trees.text(port, PROTOCOL), PROTOCOLS, path + ".protocol", errors);
            Numbers.validatePortNumberOrName(port.path("targetPort"), path + ".targetPort", errors);
            if (Trees.has(port, "appProtocol")) {
                Labels.validateKey(Trees.text(port, "appProtocol"), path + ".appProtocol", errors);
            }
        }
    }

    private static void validateName(
            String name, Set<String> names, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        Names.labelErrors(name).forEach(why -> errors.invalid(path, name, why));
        if (!names.add(name)) {
            errors.duplicate(path, name);
        }
    }

    void validateTogether(ServiceShape shape, FieldErrors errors) {
        List<ObjectNode> ports = shape.ports();
        Set<String> nodePorts = new HashSet<>();
        Set<JsonNode> taken = new HashSet<>();
        boolean hasNone = shape.type().equals(ServiceShape.CLUSTER_IP);
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            int number = ServiceShape.nodePort(port);
            if (hasNone && number != 0) {
                errors.forbidden(
                        path(i) + ".nodePort", "may not be used when `type` is 'ClusterIP'");
            }
            if (number != 0 && !nodePorts.add(Trees.text(port, PROTOCOL) + number)) {
                errors.duplicateShown(path(i) + "." + NODE_PORT, String.valueOf(number));
            }
            ObjectNode key = port.objectNode();
            Trees.copyField(port, key, PROTOCOL);
            Trees.copyField(port, key, "port");
            key.put("targetPort", 0);
            if (!taken.add(key)) {
                errors.duplicateShown(path(i), goForm.compact(key, TYPE));
            }
        }
    }

    private static String path(int index) {
        return "spec.ports[%d]".formatted(index);
    }
}
