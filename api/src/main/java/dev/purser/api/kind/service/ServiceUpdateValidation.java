package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what may not change in a Service: its first address and family above all
/// (`ValidateServiceUpdate`).
final class ServiceUpdateValidation {
    private static final String FIXED = "may not change once set";
    private static final String ADDRESSES = "clusterIPs";
    private static final String FAMILIES = "ipFamilies";
    private static final String POLICY = "spec.ipFamilyPolicy";

    private ServiceUpdateValidation() {}

    static void validate(KubeObject object, KubeObject old, FieldErrors errors) {
        ServiceShape now = ServiceShape.of(object);
        ServiceShape before = ServiceShape.of(old);
        if (now.needsAddress() && before.needsAddress()) {
            if (!now.isHeadless() || !before.isHeadless()) {
                validateAddresses(now, before, errors);
            }
            if (!now.isHeadless() && !before.isHeadless()) {
                validateFamilies(now, before, errors);
            }
        }
        validateClass(now, before, errors);
        boolean isChecked = now.needsHealthCheck() && before.needsHealthCheck();
        if (isChecked && now.healthCheckNodePort() != before.healthCheckNodePort()) {
            errors.forbidden("spec.healthCheckNodePort", "field is immutable");
        }
    }

    private static void validateAddresses(
            ServiceShape now, ServiceShape before, FieldErrors errors) {
        JsonNode shown = ServiceAddressValidation.list(now, ADDRESSES);
        List<String> addresses = now.clusterIps();
        List<String> was = before.clusterIps();
        if (addresses.size() == was.size()) {
            for (int i = 0; i < was.size(); i++) {
                if (!was.get(i).equals(addresses.get(i))) {
                    errors.invalid("spec.%s[%d]".formatted(ADDRESSES, i), shown, FIXED);
                }
            }
            return;
        }
        if (addresses.isEmpty()) {
            errors.invalid("spec.clusterIPs[0]", shown, "primary clusterIP can not be unset");
        } else if (!was.isEmpty() && !addresses.getFirst().equals(was.getFirst())) {
            errors.invalid("spec.clusterIPs[0]", shown, FIXED);
        }
        if (addresses.size() < was.size() && addresses.size() == 1) {
            requireSingle(now, "clusterIP", errors);
        }
    }

    private static void requireSingle(ServiceShape now, String what, FieldErrors errors) {
        if (!now.ipFamilyPolicy().equals("SingleStack")) {
            JsonNode policy = now.spec().path("ipFamilyPolicy");
            errors.invalid(
                    POLICY,
                    policy.isMissingNode() ? now.spec().nullNode() : policy,
                    "must be set to 'SingleStack' when releasing the secondary " + what);
        }
    }

    private static void validateFamilies(
            ServiceShape now, ServiceShape before, FieldErrors errors) {
        String path = "spec.ipFamilies[0]";
        List<String> families = now.ipFamilies();
        List<String> was = before.ipFamilies();
        JsonNode shown = ServiceAddressValidation.list(now, FAMILIES);
        if (families.size() == was.size()) {
            for (int i = 0; i < was.size(); i++) {
                if (!was.get(i).equals(families.get(i))) {
                    errors.invalid(path, shown, FIXED);
                }
            }
            return;
        }
        if (families.size() < was.size() && now.clusterIps().isEmpty()) {
            errors.invalid(path, shown, "primary ipFamily can not be unset");
        }
        boolean isFirstChanged =
                !families.isEmpty()
                        && !was.isEmpty()
                        && !families.getFirst().equals(was.getFirst());
        if (isFirstChanged) {
            // Kubernetes shows the addresses here, not the families.
            errors.invalid(path, ServiceAddressValidation.list(now, ADDRESSES), FIXED);
        }
        if (families.size() < was.size() && families.size() == 1) {
            requireSingle(now, "ipFamily", errors);
        }
    }

    private static void validateClass(ServiceShape now, ServiceShape before, FieldErrors errors) {
        ObjectNode spec = now.spec();
        JsonNode name = spec.path("loadBalancerClass");
        boolean isChanged = !name.equals(before.spec().path("loadBalancerClass"));
        if (now.isLoadBalancer() && before.isLoadBalancer() && isChanged) {
            errors.invalid(
                    "spec.loadBalancerClass",
                    Trees.has(spec, "loadBalancerClass") ? name : spec.nullNode(),
                    FIXED);
        }
        LoadBalancerFields.validateClass(now, errors);
    }
}
