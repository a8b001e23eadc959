package dev.purser.api.kind.service;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks a Service (`validateService`). Stateless and thread-safe.
final class ServiceValidation {
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String AFFINITY = "sessionAffinity";
    private static final int AFFINITY_SECONDS_MAX = 86_400;
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");
    private static final List<String> TYPES =
            List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final String NOT_EXTERNAL = "may not be set for ExternalName services";

    private final ServicePortValidation ports;

    ServiceValidation(GoForm goForm) {
        this.ports = new ServicePortValidation(goForm);
    }

    /// @param old what the Service was, if it was: its addresses stay valid
    void validate(KubeObject service, List<KubeObject> old, FieldErrors errors) {
        ServiceShape shape = ServiceShape.of(service);
        validateAnnotations(service, errors);
        if (shape.ports().isEmpty() && !shape.isHeadless() && !shape.isExternalName()) {
            errors.required("spec.ports", "");
        }
        validateForType(shape, errors);
        ports.validate(shape, errors);
        Labels.validate(shape.spec().path("selector"), "spec.selector", errors);
        validateAffinity(shape.spec(), errors);
        ServiceAddressValidation.validate(shape, known(old, "clusterIPs"), errors);
        validateExternalIps(shape.spec(), known(old, "externalIPs"), errors);
        requireOneOf(shape.type(), TYPES, "spec.type", errors);
        ports.validateTogether(shape, errors);
        LoadBalancerFields.validate(service, old, errors);
        TrafficValidation.validate(shape, errors);
    }

    private static List<String> known(List<KubeObject> old, String field) {
        return old.stream().flatMap(was -> Trees.texts(was.spec(), field).stream()).toList();
    }

    private static void validateAnnotations(KubeObject service, FieldErrors errors) {
        String mode = service.annotations().get(MODE);
        String hints = service.annotations().get(HINTS);
        if (mode != null && hints != null && !mode.equals(hints)) {
            errors.invalid(
                    "metadata.annotations[" + MODE + "]",
                    mode,
                    "must match annotations[" + HINTS + "] when both are specified");
        }
    }

    private static void validateForType(ServiceShape shape, FieldErrors errors) {
        if (shape.mayHaveNodePorts() && shape.isHeadless()) {
            errors.invalid(
                    "spec.clusterIPs[0]",
                    ServiceShape.NONE,
                    "may not be set to 'None' for %s services".formatted(shape.type()));
        }
        if (!shape.isExternalName()) {
            return;
        }
        if (!shape.clusterIps().isEmpty()) {
            errors.forbidden("spec.clusterIPs", NOT_EXTERNAL);
        }
        if (!shape.ipFamilies().isEmpty()) {
            errors.forbidden("spec.ipFamilies", NOT_EXTERNAL);
        }
        if (Trees.has(shape.spec(), "ipFamilyPolicy")) {
            errors.forbidden("spec.ipFamilyPolicy", NOT_EXTERNAL);
        }
        String external = Trees.text(shape.spec(), "externalName");
        String name =
                external.endsWith(".") ? external.substring(0, external.length() - 1) : external;
        if (name.isEmpty()) {
            errors.required("spec.externalName", "");
        } else {
            Names.subdomainErrors(name)
                    .forEach(why -> errors.invalid("spec.externalName", name, why));
        }
    }

    private static void validateAffinity(ObjectNode spec, FieldErrors errors) {
        String affinity = Trees.text(spec, AFFINITY);
        requireOneOf(affinity, AFFINITIES, "spec." + AFFINITY, errors);
        if (affinity.equals("ClientIP")) {
            JsonNode seconds = spec.at("/sessionAffinityConfig/clientIP/timeoutSeconds");
            if (seconds.asLong(0) <= 0 || seconds.asLong(0) > AFFINITY_SECONDS_MAX) {
                errors.invalid(
                        "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                        seconds,
                        "must be greater than 0 and less than " + AFFINITY_SECONDS_MAX);
            }
        }
    }

    private static void validateExternalIps(
            ObjectNode spec, List<String> known, FieldErrors errors) {
        List<String> addresses = Trees.texts(spec, "externalIPs");
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            String path = "spec.externalIPs[%d]".formatted(i);
            if (known.contains(address) || IpRules.errors(address).isEmpty()) {
                IpRules.validateEndpoint(address, path, errors);
            } else {
                IpRules.validate(address, path, errors);
            }
        }
    }

    static void requireOneOf(
            String value, List<String> supported, String path, FieldErrors errors) {
        if (value.isEmpty()) {
            errors.required(path, "");
        } else if (!supported.contains(value)) {
            errors.notSupported(path, value, supported);
        }
    }

    /// A port number of the Service's own.
    static void validatePort(long number, String path, FieldErrors errors) {
        Numbers.portErrors(number).forEach(why -> errors.invalid(path, number, why));
    }
}
