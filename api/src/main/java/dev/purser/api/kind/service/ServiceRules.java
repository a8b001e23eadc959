package dev.purser.api.kind.service;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Services. Their addresses and ports are allocated by the server before they are validated.
public final class ServiceRules implements KindRules {
    private static final int AFFINITY_SECONDS = 10_800;
    private static final String POLICY = "Cluster";
    private static final String INTERNAL_POLICY = "internalTrafficPolicy";

    private final ServiceValidation validation;

    /// @param goForm shows ports in messages
    public ServiceRules(GoForm goForm) {
        this.validation = new ServiceValidation(goForm);
    }

    @Override
    public NameFormat nameFormat() {
        return NameFormat.LABEL;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        setAffinity(spec);
        Trees.setDefault(spec, "type", ServiceShape.CLUSTER_IP);
        for (ObjectNode port : Trees.items(spec, "ports")) {
            Trees.setDefault(port, "protocol", "TCP");
            if (isUnset(port.path("targetPort"))) {
                port.put("targetPort", port.path("port").asInt(0));
            }
        }
        ServiceShape shape = new ServiceShape(spec);
        if (shape.isExternallyAccessible()) {
            Trees.setDefault(spec, "externalTrafficPolicy", POLICY);
        }
        boolean isRouted = shape.mayHaveNodePorts() || shape.type().equals(ServiceShape.CLUSTER_IP);
        if (isRouted && !Trees.has(spec, INTERNAL_POLICY)) {
            spec.put(INTERNAL_POLICY, POLICY);
        }
        if (shape.isLoadBalancer()) {
            Trees.setDefault(spec, "allocateLoadBalancerNodePorts", true);
            setIngressMode(object);
        }
    }

    private static void setAffinity(ObjectNode spec) {
        Trees.setDefault(spec, "sessionAffinity", ServiceShape.NONE);
        String affinity = Trees.text(spec, "sessionAffinity");
        if (affinity.equals(ServiceShape.NONE)) {
            spec.remove("sessionAffinityConfig");
        } else if (affinity.equals("ClientIP")
                && !spec.at("/sessionAffinityConfig/clientIP/timeoutSeconds").isNumber()) {
            spec.putObject("sessionAffinityConfig")
                    .putObject("clientIP")
                    .put("timeoutSeconds", AFFINITY_SECONDS);
        }
    }

    private static boolean isUnset(JsonNode port) {
        return port.isString() ? port.stringValue().isEmpty() : port.asInt(0) == 0;
    }

    private static void setIngressMode(KubeObject object) {
        for (ObjectNode ingress :
                Trees.items(object.json().path("status").path("loadBalancer"), "ingress")) {
            if (!Trees.text(ingress, "ip").isEmpty() && !Trees.has(ingress, "ipMode")) {
                ingress.put("ipMode", "VIP");
            }
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        dropInternalPolicy(object);
    }

    /// Nothing is routed to an external name; Kubernetes hides the policy that it once had set.
    private static void dropInternalPolicy(KubeObject object) {
        if (ServiceShape.of(object).isExternalName()) {
            object.spec().remove(INTERNAL_POLICY);
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        ServiceTypeChange.dropWhatNoLongerApplies(object, old);
        dropInternalPolicy(object);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validation.validate(object, List.of(), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ServiceUpdateValidation.validate(object, old, errors);
        validation.validate(object, List.of(old), errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        LoadBalancerStatus.validate(object, old, ServiceShape.of(object).isLoadBalancer(), errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return ServiceWarnings.of(object);
    }

    @Override
    public List<String> statusWarnings(KubeObject object) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> ingresses = Trees.items(object.status().path("loadBalancer"), "ingress");
        for (int i = 0; i < ingresses.size(); i++) {
            String path = "status.loadBalancer.ingress[%d]".formatted(i);
            warnings.addAll(IpRules.warnings(Trees.text(ingresses.get(i), "ip"), path));
        }
        return warnings;
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        ServiceShape shape = ServiceShape.of(object);
        return Map.of("spec.clusterIP", shape.clusterIp(), "spec.type", shape.type());
    }
}
