package dev.purser.api.kind.service;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Checks how a Service's traffic is routed.
final class TrafficValidation {
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final List<String> DISTRIBUTIONS =
            List.of("PreferClose", "PreferSameZone", "PreferSameNode");
    private static final String EXTERNAL = "externalTrafficPolicy";
    private static final String INTERNAL = "internalTrafficPolicy";
    private static final String DISTRIBUTION = "trafficDistribution";
    private static final String HEALTH = "spec.healthCheckNodePort";

    private TrafficValidation() {}

    static void validate(ServiceShape shape, FieldErrors errors) {
        ObjectNode spec = shape.spec();
        String external = Trees.text(spec, EXTERNAL);
        if (shape.isExternallyAccessible()) {
            ServiceValidation.requireOneOf(external, POLICIES, "spec." + EXTERNAL, errors);
        } else if (!external.isEmpty()) {
            errors.invalid(
                    "spec." + EXTERNAL,
                    external,
                    "may only be set for externally-accessible services");
        }
        validateHealthPort(shape, errors);
        validateInternal(shape, errors);
        String distribution = Trees.text(spec, DISTRIBUTION);
        if (Trees.has(spec, DISTRIBUTION) && !DISTRIBUTIONS.contains(distribution)) {
            errors.notSupported("spec." + DISTRIBUTION, distribution, DISTRIBUTIONS);
        }
    }

    private static void validateHealthPort(ServiceShape shape, FieldErrors errors) {
        int port = shape.healthCheckNodePort();
        if (!shape.needsHealthCheck()) {
            if (port != 0) {
                errors.invalid(
                        HEALTH,
                        port,
                        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy`"
                                + " is 'Local'");
            }
        } else if (port == 0) {
            errors.required(HEALTH, "");
        } else {
            ServiceValidation.validatePort(port, HEALTH, errors);
        }
    }

    private static void validateInternal(ServiceShape shape, FieldErrors errors) {
        boolean isNeeded = shape.mayHaveNodePorts() || shape.type().equals(ServiceShape.CLUSTER_IP);
        if (Trees.has(shape.spec(), INTERNAL)) {
            String policy = Trees.text(shape.spec(), INTERNAL);
            if (!POLICIES.contains(policy)) {
                errors.notSupported("spec." + INTERNAL, policy, POLICIES);
            }
        } else if (isNeeded) {
            errors.required("spec." + INTERNAL, "");
        }
    }
}
