package dev.purser.api.kind.service;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Endpoints, the older form of EndpointSlices.
public final class EndpointsRules implements KindRules {
    private static final List<String> ADDRESS_LISTS = List.of("addresses", "notReadyAddresses");

    @Override
    public Optional<String> deprecation() {
        return Optional.of(
                "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
    }

    @Override
    public void setDefaults(KubeObject object) {
        for (ObjectNode subset : Trees.items(object.json(), "subsets")) {
            Trees.items(subset, "ports").forEach(port -> Trees.setDefault(port, "protocol", "TCP"));
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        List<ObjectNode> subsets = Trees.items(object.json(), "subsets");
        for (int i = 0; i < subsets.size(); i++) {
            validateSubset(subsets.get(i), "subsets[%d]".formatted(i), errors);
        }
    }

    /// Older Kubernetes took subsets that this one would not; they may stay as they are.
    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        if (!object.json().path("subsets").equals(old.json().path("subsets"))) {
            validate(object, errors);
        }
    }

    private static void validateSubset(ObjectNode subset, String path, FieldErrors errors) {
        boolean isEmpty = ADDRESS_LISTS.stream().allMatch(list -> subset.path(list).isEmpty());
        if (isEmpty) {
            errors.required(path, "must specify `addresses` or `notReadyAddresses`");
        }
        for (String list : ADDRESS_LISTS) {
            List<ObjectNode> addresses = Trees.items(subset, list);
            for (int i = 0; i < addresses.size(); i++) {
                validateAddress(addresses.get(i), "%s.%s[%d]".formatted(path, list, i), errors);
            }
        }
        List<ObjectNode> ports = Trees.items(subset, "ports");
        for (int i = 0; i < ports.size(); i++) {
            validatePort(ports.get(i), ports.size() > 1, "%s.ports[%d]".formatted(path, i), errors);
        }
    }

    private static void validateAddress(ObjectNode address, String path, FieldErrors errors) {
        String ip = Trees.text(address, "ip");
        IpRules.validate(ip, path + ".ip", errors);
        String hostname = Trees.text(address, "hostname");
        if (!hostname.isEmpty()) {
            Names.labelErrors(hostname)
                    .forEach(why -> errors.invalid(path + ".hostname", hostname, why));
        }
        if (Trees.has(address, "nodeName")) {
            String node = Trees.text(address, "nodeName");
            Names.subdomainErrors(node)
                    .forEach(why -> errors.invalid(path + ".nodeName", node, why));
        }
        IpRules.validateEndpoint(ip, path + ".ip", errors);
    }

    private static void validatePort(
            ObjectNode port, boolean isOneOfMany, String path, FieldErrors errors) {
        String name = Trees.text(port, "name");
        if (!name.isEmpty()) {
            Names.labelErrors(name).forEach(why -> errors.invalid(path + ".name", name, why));
        } else if (isOneOfMany) {
            errors.required(path + ".name", "");
        }
        ServiceValidation.validatePort(port.path("port").asLong(0), path + ".port", errors);
        ServiceValidation.requireOneOf(
                Trees.text(port, "protocol"),
                ServicePortValidation.PROTOCOLS,
                path + ".protocol",
                errors);
        if (Trees.has(port, "appProtocol")) {
            Labels.validateKey(Trees.text(port, "appProtocol"), path + ".appProtocol", errors);
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        if ("endpoint-controller"
                .equals(object.labels().get("endpoints.kubernetes.io/managed-by"))) {
            return warnings;
        }
        List<ObjectNode> subsets = Trees.items(object.json(), "subsets");
        for (int i = 0; i < subsets.size(); i++) {
            for (String list : ADDRESS_LISTS) {
                List<ObjectNode> addresses = Trees.items(subsets.get(i), list);
                for (int j = 0; j < addresses.size(); j++) {
                    String path = "subsets[%d].%s[%d].ip".formatted(i, list, j);
                    warnings.addAll(IpRules.warnings(Trees.text(addresses.get(j), "ip"), path));
                }
            }
        }
        return warnings;
    }
}
