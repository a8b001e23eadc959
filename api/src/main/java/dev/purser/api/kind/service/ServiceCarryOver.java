package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what was allocated to a Service through updates that do not mention it, and the two
/// spellings of its address, `clusterIP` and `clusterIPs`, in step.
public final class ServiceCarryOver {
    private static final String ADDRESS = "clusterIP";
    private static final String ADDRESSES = "clusterIPs";
    private static final String HEALTH_PORT = "healthCheckNodePort";

    private ServiceCarryOver() {}

    /// Completes a new Service.
    public static void complete(KubeObject service) {
        ServiceShape shape = ServiceShape.of(service);
        if (!shape.clusterIp().isEmpty() && shape.clusterIps().isEmpty()) {
            service.spec().putArray(ADDRESSES).add(shape.clusterIp());
        }
    }

    /// Completes a changed Service from what it was.
    public static void complete(KubeObject service, KubeObject old) {
        ServiceShape now = ServiceShape.of(service);
        ServiceShape before = ServiceShape.of(old);
        if (now.needsAddress() && before.needsAddress()) {
            Trees.setDefault(now.spec(), ADDRESS, before.clusterIp());
            keepAddresses(now, before);
        }
        if (now.wantsNodePorts() && before.wantsNodePorts()) {
            keepNodePorts(now, before);
        }
        if (now.needsHealthCheck() && before.needsHealthCheck()) {
            Trees.setDefaultForZero(now.spec(), HEALTH_PORT, before.healthCheckNodePort());
        }
        matchAddresses(now, before);
    }

    private static void keepAddresses(ServiceShape now, ServiceShape before) {
        if (now.clusterIps().isEmpty() && !before.clusterIps().isEmpty()) {
            Trees.copyField(before.spec(), now.spec(), ADDRESSES);
        }
    }

    private static void keepNodePorts(ServiceShape now, ServiceShape before) {
        Set<Integer> inUse = new HashSet<>(before.nodePorts());
        inUse.retainAll(now.nodePorts());
        Map<String, Integer> byName = new HashMap<>();
        for (ObjectNode port : before.ports()) {
            byName.put(Trees.text(port, "name"), ServiceShape.nodePort(port));
        }
        for (ObjectNode port : now.ports()) {
            int allocated = byName.getOrDefault(Trees.text(port, "name"), 0);
            if (ServiceShape.nodePort(port) == 0 && allocated != 0 && !inUse.contains(allocated)) {
                port.put("nodePort", allocated);
            }
        }
    }

    /// Old clients know only the one address; what they do to it is done to the list.
    private static void matchAddresses(ServiceShape now, ServiceShape before) {
        boolean isSameAddress = now.clusterIp().equals(before.clusterIp());
        if (isSameAddress) {
            keepAddresses(now, before);
        }
        if (isSameAddress || !now.clusterIps().equals(before.clusterIps())) {
            return;
        }
        if (now.clusterIp().isEmpty()) {
            now.spec().remove(ADDRESSES);
        } else {
            now.spec().putArray(ADDRESSES).add(now.clusterIp());
        }
    }
}
