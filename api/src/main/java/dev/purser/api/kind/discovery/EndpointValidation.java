package dev.purser.api.kind.discovery;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpRules;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DomainPaths;
import dev.purser.api.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the endpoints of an EndpointSlice.
final class EndpointValidation {
    private static final int ENDPOINTS_MAX = 1000;
    private static final int ADDRESSES_MAX = 100;
    private static final int HINTS_MAX = 8;

    private EndpointValidation() {}

    static void validate(KubeObject slice, FieldErrors errors) {
        String type = Trees.text(slice.json(), "addressType");
        List<ObjectNode> endpoints = Trees.items(slice.json(), "endpoints");
        if (endpoints.size() > ENDPOINTS_MAX) {
            errors.tooMany("endpoints", endpoints.size(), ENDPOINTS_MAX);
            return;
        }
        for (int i = 0; i < endpoints.size(); i++) {
            ObjectNode endpoint = endpoints.get(i);
            String path = "endpoints[%d]".formatted(i);
            validateAddresses(Trees.texts(endpoint, "addresses"), type, path, errors);
            if (Trees.has(endpoint, "nodeName")) {
                String node = Trees.text(endpoint, "nodeName");
                errors.invalidEach(path + ".nodeName", node, Names.subdomainErrors(node));
            }
            if (Trees.has(endpoint, "hostname")) {
                String host = Trees.text(endpoint, "hostname");
                errors.invalidEach(path + ".hostname", host, Names.labelErrors(host));
            }
            validateHints(endpoint.path("hints"), path + ".hints", errors);
        }
    }

    private static void validateAddresses(
            List<String> addresses, String type, String endpoint, FieldErrors errors) {
        String path = endpoint + ".addresses";
        if (addresses.isEmpty()) {
            errors.required(path, "");
        } else if (addresses.size() > ADDRESSES_MAX) {
            errors.tooMany(path, addresses.size(), ADDRESSES_MAX);
        }
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            String place = "%s[%d]".formatted(path, i);
            switch (type) {
                case "IPv4" -> {
                    List<String> complaints = IpRules.errors(address);
                    errors.invalidEach(place, address, complaints);
                    if (complaints.isEmpty()) {
                        requireFamily(address, IpFamily.IPV4, path, errors);
                        IpRules.validateEndpoint(address, place, errors);
                    }
                }
                case "IPv6" -> {
                    List<String> complaints = IpRules.canonicalErrors(address);
                    errors.invalidEach(place, address, complaints);
                    if (complaints.isEmpty()) {
                        requireFamily(address, IpFamily.IPV6, path, errors);
                        IpRules.validateEndpoint(address, place, errors);
                    }
                }
                case "FQDN" -> DomainPaths.validateDomain(address, place, errors);
                default -> {
                    // The type itself was refused.
                }
            }
        }
    }

    private static void requireFamily(
            String address, IpFamily family, String path, FieldErrors errors) {
        boolean isOther = IpAddress.parse(address).filter(ip -> ip.family() != family).isPresent();
        if (isOther) {
            errors.invalid(path, address, "must be an %s address".formatted(family));
        }
    }

    private static void validateHints(JsonNode hints, String path, FieldErrors errors) {
        boolean fits = validateNames(hints, "forZones", path, LabelSyntax::valueErrors, errors);
        if (fits) {
            validateNames(hints, "forNodes", path, Names::subdomainErrors, errors);
        }
    }

    /// @return whether the list was short enough to be looked at
    private static boolean validateNames(
            JsonNode hints,
            String field,
            String parent,
            Function<String, List<String>> rule,
            FieldErrors errors) {
        String path = parent + "." + field;
        List<ObjectNode> items = Trees.items(hints, field);
        if (items.size() > HINTS_MAX) {
            errors.tooMany(path, items.size(), HINTS_MAX);
            return false;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String name = Trees.text(items.get(i), "name");
            String place = "%s[%d].name".formatted(path, i);
            if (!seen.add(name)) {
                errors.duplicate(place, name);
            }
            errors.invalidEach(place, name, rule.apply(name));
        }
        return true;
    }
}
