package dev.purser.api.kind.networking;

import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Ingresses.
public final class IngressRules implements SpecAndStatus {
    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final String CLASS = "ingressClassName";

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        new IngressSpecValidation(IngressSpecValidation.Leniency.of(List.of()), errors)
                .validate(object.spec());
        String annotation = object.annotations().get(CLASS_ANNOTATION);
        boolean differs =
                Trees.has(object.spec(), CLASS)
                        && !Trees.text(object.spec(), CLASS).equals(annotation);
        if (annotation != null && differs) {
            errors.invalid(
                    "annotations." + CLASS_ANNOTATION,
                    annotation,
                    "must match `ingressClassName` when both are specified");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        new IngressSpecValidation(IngressSpecValidation.Leniency.of(List.of(old)), errors)
                .validate(object.spec());
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        List<String> known =
                ingresses(old).stream().map(ingress -> Trees.text(ingress, "ip")).toList();
        List<ObjectNode> ingresses = ingresses(object);
        for (int i = 0; i < ingresses.size(); i++) {
            String path = "status.loadBalancer.ingress[%d]".formatted(i);
            String address = Trees.text(ingresses.get(i), "ip");
            if (!address.isEmpty() && !known.contains(address)) {
                IpRules.validate(address, path + ".ip", errors);
            }
            String hostname = Trees.text(ingresses.get(i), "hostname");
            if (!hostname.isEmpty()) {
                errors.invalidEach(path + ".hostname", hostname, Names.subdomainErrors(hostname));
                requireNoAddress(hostname, path + ".hostname", errors);
            }
        }
    }

    static void requireNoAddress(String host, String path, FieldErrors errors) {
        if (IpAddress.parse(host).isPresent()) {
            errors.invalid(path, host, "must be a DNS name, not an IP address");
        }
    }

    private static List<ObjectNode> ingresses(KubeObject object) {
        JsonNode balancer = object.json().path("status").path("loadBalancer");
        return Trees.items(balancer, "ingress");
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        boolean usesAnnotation =
                object.annotations().containsKey(CLASS_ANNOTATION)
                        && !Trees.has(object.spec(), CLASS);
        return isNew && usesAnnotation
                ? List.of(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use"
                                + " 'spec.ingressClassName' instead")
                : List.of();
    }

    @Override
    public List<String> statusWarnings(KubeObject object) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> ingresses = ingresses(object);
        for (int i = 0; i < ingresses.size(); i++) {
            warnings.addAll(
                    IpRules.warnings(
                            Trees.text(ingresses.get(i), "ip"),
                            "status.loadBalancer.ingress[%d]".formatted(i)));
        }
        return warnings;
    }
}
