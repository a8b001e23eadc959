package dev.purser.api.kind.discovery;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// EndpointSlices: where the connections to a Service end.
public final class EndpointSliceRules implements KindRules {
    private static final int PORTS_MAX = 20_000;
    private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final String MANAGER = "endpointslice.kubernetes.io/managed-by";
    private static final Set<String> CAREFUL_MANAGERS =
            Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

    /// The kinds of the discovery group.
    public static VersionKinds all() {
        return VersionKinds.of("discovery.k8s.io", "v1")
                .with("EndpointSlice", new EndpointSliceRules());
    }

    @Override
    public void setDefaults(KubeObject object) {
        for (ObjectNode port : Trees.items(object.json(), "ports")) {
            if (!Trees.has(port, "name")) {
                port.put("name", "");
            }
            if (!Trees.has(port, "protocol")) {
                port.put("protocol", "TCP");
            }
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.startGeneration(object);
        dropTopology(object);
    }

    /// The topology of older versions is read only.
    private static void dropTopology(KubeObject object) {
        Trees.items(object.json(), "endpoints")
                .forEach(endpoint -> endpoint.remove("deprecatedTopology"));
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.countChange(object, old);
        if (!object.labels().equals(old.labels())) {
            object.metadata().put("generation", old.generation() + 1);
        }
        if (!object.json().path("endpoints").equals(old.json().path("endpoints"))) {
            dropTopology(object);
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateFrame(object, errors);
        EndpointValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateFrame(object, errors);
        if (!object.json().path("endpoints").equals(old.json().path("endpoints"))) {
            EndpointValidation.validate(object, errors);
        }
        String type = Trees.text(object.json(), "addressType");
        if (!type.equals(Trees.text(old.json(), "addressType"))) {
            errors.invalid("addressType", type, "field is immutable");
        }
    }

    private static void validateFrame(KubeObject object, FieldErrors errors) {
        String type = Trees.text(object.json(), "addressType");
        if (type.isEmpty()) {
            errors.required("addressType", "");
        } else if (!ADDRESS_TYPES.contains(type)) {
            errors.notSupported("addressType", type, ADDRESS_TYPES);
        }
        List<ObjectNode> ports = Trees.items(object.json(), "ports");
        if (ports.size() > PORTS_MAX) {
            errors.tooMany("ports", ports.size(), PORTS_MAX);
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            validatePort(ports.get(i), names, "ports[%d]".formatted(i), errors);
        }
    }

    private static void validatePort(
            ObjectNode port, Set<String> names, String path, FieldErrors errors) {
        String name = Trees.text(port, "name");
        if (!name.isEmpty()) {
            errors.invalidEach(path + ".name", name, Names.labelErrors(name));
        }
        if (!names.add(name)) {
            errors.duplicate(path + ".name", name);
        }
        String protocol = Trees.text(port, "protocol");
        if (!PROTOCOLS.contains(protocol)) {
            errors.notSupported(path + ".protocol", protocol, PROTOCOLS);
        }
        if (Trees.has(port, "appProtocol")) {
            Labels.validateKey(Trees.text(port, "appProtocol"), path + ".appProtocol", errors);
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        boolean isNew = old.resourceVersion().isEmpty();
        if (isNew && Trees.text(object.json(), "addressType").equals("FQDN")) {
            warnings.add("spec.addressType: FQDN endpoints are deprecated");
        }
        if (CAREFUL_MANAGERS.contains(object.labels().getOrDefault(MANAGER, ""))) {
            return warnings;
        }
        JsonNode endpoints = object.json().path("endpoints");
        for (int i = 0; i < endpoints.size(); i++) {
            List<String> addresses = Trees.texts(endpoints.get(i), "addresses");
            for (int j = 0; j < addresses.size(); j++) {
                warnings.addAll(
                        IpRules.warnings(
                                addresses.get(j), "endpoints[%d].addresses[%d]".formatted(i, j)));
            }
        }
        return warnings;
    }
}
