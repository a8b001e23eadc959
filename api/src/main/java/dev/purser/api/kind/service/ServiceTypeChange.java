package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Clears what a Service of its new type has no use for, if the client left it as it was. What the
/// client also changed stays, for validation to refuse.
final class ServiceTypeChange {
    private static final String LOAD_BALANCER_CLASS = "loadBalancerClass";
    private static final String ALLOCATE = "allocateLoadBalancerNodePorts";

    private final ObjectNode spec;
    private final ServiceShape shape;
    private final ServiceShape old;

    private ServiceTypeChange(ObjectNode spec, ServiceShape old) {
        this.spec = spec;
        this.shape = new ServiceShape(spec);
        this.old = old;
    }

    static void dropWhatNoLongerApplies(KubeObject object, KubeObject old) {
        ServiceTypeChange change = new ServiceTypeChange(object.spec(), ServiceShape.of(old));
        change.dropAddresses();
        change.dropNodePorts();
        if (change.old.needsHealthCheck() && !change.shape.needsHealthCheck()) {
            change.dropUnchanged("healthCheckNodePort");
        }
        if (change.old.isLoadBalancer() && !change.shape.isLoadBalancer()) {
            change.dropUnchanged(ALLOCATE);
            change.dropUnchanged(LOAD_BALANCER_CLASS);
        }
        if (change.old.isExternallyAccessible() && !change.shape.isExternallyAccessible()) {
            change.dropUnchanged("externalTrafficPolicy");
        }
        if (!change.shape.isLoadBalancer()
                && object.json().path("status").path("loadBalancer") instanceof ObjectNode status) {
            status.removeAll();
        }
    }

    private void dropAddresses() {
        if (!old.needsAddress() || shape.needsAddress()) {
            return;
        }
        if (isSame("clusterIP") && isSame("clusterIPs")) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        dropUnchanged("ipFamilies");
        dropUnchanged("ipFamilyPolicy");
    }

    private void dropNodePorts() {
        Set<Integer> before = new HashSet<>(old.nodePorts());
        if (old.mayHaveNodePorts()
                && !shape.mayHaveNodePorts()
                && before.containsAll(shape.nodePorts())) {
            shape.ports().forEach(port -> port.remove("nodePort"));
        }
    }

    private void dropUnchanged(String field) {
        if (isSame(field)) {
            spec.remove(field);
        }
    }

    private boolean isSame(String field) {
        JsonNode before = old.spec().path(field);
        return spec.path(field).equals(before);
    }
}
