package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Checks the fields that only Services of the type LoadBalancer have.
final class LoadBalancerFields {
    private static final String RANGES = "spec.LoadBalancerSourceRanges";
    private static final String ANNOTATION =
            "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String ONLY_HERE = "may only be used when `type` is 'LoadBalancer'";

    private LoadBalancerFields() {}

    static void validate(KubeObject service, List<KubeObject> old, FieldErrors errors) {
        ServiceShape shape = ServiceShape.of(service);
        ObjectNode spec = shape.spec();
        validateRanges(service, old, errors);
        boolean saysWhether = Trees.has(spec, "allocateLoadBalancerNodePorts");
        if (saysWhether && !shape.isLoadBalancer()) {
            errors.forbidden("spec.allocateLoadBalancerNodePorts", ONLY_HERE);
        }
        if (!saysWhether && shape.isLoadBalancer()) {
            errors.required("allocateLoadBalancerNodePorts", "");
        }
        validateClass(shape, errors);
    }

    static void validateClass(ServiceShape shape, FieldErrors errors) {
        String path = "spec.loadBalancerClass";
        if (!Trees.has(shape.spec(), "loadBalancerClass")) {
            return;
        }
        if (shape.isLoadBalancer()) {
            Labels.validateKey(Trees.text(shape.spec(), "loadBalancerClass"), path, errors);
        } else {
            errors.forbidden(path, ONLY_HERE);
        }
    }

    private static void validateRanges(
            KubeObject service, List<KubeObject> old, FieldErrors errors) {
        boolean isLoadBalancer = ServiceShape.of(service).isLoadBalancer();
        List<String> ranges = ranges(service);
        String annotation = service.annotations().get(ANNOTATION);
        if (!ranges.isEmpty()) {
            if (!isLoadBalancer) {
                errors.forbidden(RANGES, ONLY_HERE);
            }
            List<String> known = old.stream().flatMap(was -> ranges(was).stream()).toList();
            for (int i = 0; i < ranges.size(); i++) {
                if (!known.contains(ranges.get(i))) {
                    IpRules.validateNetwork(ranges.get(i), "%s[%d]".formatted(RANGES, i), errors);
                }
            }
        } else if (annotation != null) {
            String path = "metadata.annotations[" + ANNOTATION + "]";
            if (!isLoadBalancer) {
                errors.forbidden(path, ONLY_HERE);
            }
            boolean isKnown =
                    old.stream()
                            .anyMatch(was -> annotation.equals(was.annotations().get(ANNOTATION)));
            if (!isKnown && !annotation.isBlank()) {
                for (String range : annotation.split(",", -1)) {
                    IpRules.validateNetwork(range.strip(), path, errors);
                }
            }
        }
    }

    /// The ranges, which may have space around them for the sake of an older form.
    private static List<String> ranges(KubeObject service) {
        return Trees.texts(service.spec(), "loadBalancerSourceRanges").stream()
                .map(String::strip)
                .toList();
    }
}
