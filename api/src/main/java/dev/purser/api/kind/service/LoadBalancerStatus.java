package dev.purser.api.kind.service;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Checks where a load balancer says that it listens: `status.loadBalancer` of a Service.
final class LoadBalancerStatus {
    private static final String PATH = "status.loadBalancer.ingress";
    private static final List<String> MODES = List.of("Proxy", "VIP");

    private LoadBalancerStatus() {}

    static void validate(KubeObject object, KubeObject old, boolean mayListen, FieldErrors errors) {
        List<ObjectNode> ingresses = ingresses(object);
        if (!mayListen && !ingresses.isEmpty()) {
            errors.forbidden(PATH, "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }
        List<String> known =
                ingresses(old).stream().map(ingress -> Trees.text(ingress, "ip")).toList();
        for (int i = 0; i < ingresses.size(); i++) {
            ObjectNode ingress = ingresses.get(i);
            String path = "%s[%d]".formatted(PATH, i);
            String address = Trees.text(ingress, "ip");
            if (!address.isEmpty() && !known.contains(address)) {
                IpRules.validate(address, path + ".ip", errors);
            }
            validateMode(ingress, path + ".ipMode", errors);
            validateHostname(Trees.text(ingress, "hostname"), path + ".hostname", errors);
        }
    }

    private static List<ObjectNode> ingresses(KubeObject object) {
        return Trees.items(object.status().path("loadBalancer"), "ingress");
    }

    private static void validateMode(ObjectNode ingress, String path, FieldErrors errors) {
        boolean hasAddress = !Trees.text(ingress, "ip").isEmpty();
        boolean hasMode = Trees.has(ingress, "ipMode");
        String mode = Trees.text(ingress, "ipMode");
        if (!hasMode && hasAddress) {
            errors.required(path, "must be specified when `ip` is set");
        } else if (hasMode && !hasAddress) {
            errors.forbidden(path, "may not be specified when `ip` is not set");
        } else if (hasMode && !MODES.contains(mode)) {
            errors.notSupported(path, mode, MODES);
        }
    }

    private static void validateHostname(String hostname, String path, FieldErrors errors) {
        if (hostname.isEmpty()) {
            return;
        }
        Names.subdomainErrors(hostname).forEach(why -> errors.invalid(path, hostname, why));
        if (IpAddress.parse(hostname).isPresent()) {
            errors.invalid(path, hostname, "must be a DNS name, not an IP address");
        }
    }
}
