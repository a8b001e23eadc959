package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what a Pod's status says of its claims on devices.
final class ClaimStatuses {
    private static final String NAME = "name";
    private static final String CLAIM = "resourceClaimName";

    private ClaimStatuses() {}

    static void validate(Spot status, JsonNode spec) {
        List<String> claims =
                Trees.items(spec, "resourceClaims").stream()
                        .map(claim -> Trees.text(claim, NAME))
                        .toList();
        Set<String> names = new HashSet<>();
        for (Spot claim : status.items("resourceClaimStatuses")) {
            Spot name = claim.at(NAME);
            if (!claims.contains(name.text())) {
                name.invalidText("must match the name of an entry in `spec.resourceClaims`");
            }
            if (!names.add(name.text())) {
                name.duplicate();
            }
            claim.ifGiven(CLAIM, ref -> ref.complain(Names::subdomainErrors));
        }
        status.ifGiven("extendedResourceClaimStatus", claim -> validateExtended(claim, spec));
    }

    private static void validateExtended(Spot claim, JsonNode spec) {
        Spot mappings = claim.at("requestMappings");
        if (mappings.isEmpty()) {
            mappings.required("at least one request mapping is required");
        }
        Set<List<String>> known = new HashSet<>();
        for (Spot mapping : mappings.items()) {
            Spot container = mapping.at("containerName");
            Spot resource = mapping.at("resourceName");
            Spot request = mapping.at("requestName");
            validateMapping(container, resource, spec);
            Names.labelErrors(request.text())
                    .forEach(why -> claim.at("requestName").invalid(request.text(), why));
            if (!known.add(List.of(container.text(), resource.text(), request.text()))) {
                container.duplicate();
                resource.duplicate();
                request.duplicate();
            }
        }
        Spot name = claim.at(CLAIM);
        if (name.require()) {
            name.complain(Names::subdomainErrors);
        }
    }

    private static void validateMapping(Spot container, Spot resource, JsonNode spec) {
        Optional<ObjectNode> owner =
                Containers.planned(spec).reversed().stream()
                        .filter(other -> Trees.text(other, NAME).equals(container.text()))
                        .findFirst();
        if (owner.isEmpty()) {
            container.invalidText(
                    "must match the name of an entry in spec.initContainers.name or"
                            + " spec.containers.name");
        } else if (!owner.get().path("resources").path("requests").has(resource.text())) {
            resource.invalidText(
                    "must match the extended resource name of an entry in"
                            + " spec.initContainers.resources.requests or"
                            + " spec.containers.resources.requests");
        }
    }
}
