package dev.purser.server.service;

import dev.purser.api.kind.service.ServiceShape;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Gives the ports of one Service their node ports. Used once.
final class PortAllocation {
    private static final GroupVersionKind SERVICE = new GroupVersionKind("", "v1", "Service");
    private static final String NODE_PORT = "nodePort";

    private final KubeObject service;
    private final ServiceShape shape;
    private final Optional<ServiceShape> old;
    private final PortClaims claims;

    /// @param old what the Service was; empty when it is new
    PortAllocation(KubeObject service, Optional<ServiceShape> old, PortClaims claims) {
        this.service = service;
        this.shape = ServiceShape.of(service);
        this.old = old;
        this.claims = claims;
    }

    void run() {
        if (shape.mayHaveNodePorts()) {
            old.ifPresentOrElse(this::change, this::start);
        }
        boolean hasHealthPort = old.filter(ServiceShape::needsHealthCheck).isPresent();
        if (shape.needsHealthCheck() && !hasHealthPort) {
            takeHealthPort();
        }
    }

    /// Ports of one number share a node port, whatever their protocols.
    private void start() {
        Map<Integer, Integer> allocated = new HashMap<>();
        List<ObjectNode> ports = shape.ports();
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            int asked = nodePort(port);
            if (asked == 0 && !shape.wantsNodePorts()) {
                continue;
            }
            int number = port.path("port").asInt(0);
            Integer shared = allocated.get(number);
            if (shared == null) {
                int wanted = askedFor(number, ports);
                int taken = wanted == 0 ? takeAny() : take(wanted, i);
                port.put(NODE_PORT, taken);
                allocated.put(number, taken);
            } else if (asked == 0) {
                port.put(NODE_PORT, shared);
            } else if (asked != shared) {
                take(asked, i);
            }
        }
    }

    private static int askedFor(int number, List<ObjectNode> ports) {
        return ports.stream()
                .filter(port -> port.path("port").asInt(0) == number)
                .mapToInt(PortAllocation::nodePort)
                .filter(nodePort -> nodePort != 0)
                .findFirst()
                .orElse(0);
    }

    private void change(ServiceShape before) {
        Set<Integer> held = new HashSet<>(before.nodePorts());
        Set<String> seen = new HashSet<>();
        List<ObjectNode> ports = shape.ports();
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            int asked = nodePort(port);
            if (asked == 0) {
                if (!shape.wantsNodePorts()) {
                    continue;
                }
                port.put(NODE_PORT, takeAny());
            } else if (!held.contains(asked) && !claims.has(asked)) {
                take(asked, i);
            }
            String key = "{%s %d}".formatted(Trees.text(port, "protocol"), nodePort(port));
            if (!seen.add(key)) {
                throw new StatusException(StatusReason.UNKNOWN, "duplicate nodePort: " + key);
            }
        }
    }

    private static int nodePort(ObjectNode port) {
        return port.path(NODE_PORT).asInt(0);
    }

    private int take(int port, int index) {
        try {
            claims.take(port);
            return port;
        } catch (PortException e) {
            FieldErrors errors = new FieldErrors();
            errors.invalid("spec.ports[%d].nodePort".formatted(index), port, e.getMessage());
            throw errors.asException(SERVICE, service.name());
        }
    }

    private int takeAny() {
        try {
            return claims.takeAny();
        } catch (PortException e) {
            throw Failures.internal("failed to allocate a nodePort: " + e.getMessage());
        }
    }

    private void takeHealthPort() {
        int asked = shape.healthCheckNodePort();
        try {
            if (asked == 0) {
                shape.spec().put("healthCheckNodePort", claims.takeAny());
            } else {
                claims.take(asked);
            }
        } catch (PortException e) {
            String which =
                    asked == 0
                            ? "a HealthCheck NodePort 0"
                            : "requested HealthCheck NodePort " + asked;
            throw Failures.internal("failed to allocate %s: %s".formatted(which, e.getMessage()));
        }
    }
}
