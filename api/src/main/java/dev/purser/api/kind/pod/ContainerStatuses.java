package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what a Pod's status says of its containers: as whom they run, and how their devices do.
final class ContainerStatuses {
    private static final String MAIN = "containerStatuses";
    private static final String INIT = "initContainerStatuses";
    private static final String EPHEMERAL = "ephemeralContainerStatuses";
    private static final List<String> LISTS = List.of(MAIN, INIT, EPHEMERAL);
    private static final String RESOURCES_STATUS = "allocatedResourcesStatus";
    private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");
    private static final String CLAIM = "claim:";
    private static final int MESSAGE_MAX = 1024;
    private static final long UID_MAX = 0xFFFFFFFFL;
    private static final String NAME = "name";

    private final Spot status;
    private final JsonNode spec;

    private ContainerStatuses(Spot status, JsonNode spec) {
        this.status = status;
        this.spec = spec;
    }

    /// Rounds the resources of the Pod and of all its containers.
    static void roundResources(JsonNode status) {
        roundResourcesOf(status);
        for (String list : LISTS) {
            Trees.items(status, list).forEach(ContainerStatuses::roundResourcesOf);
        }
    }

    private static void roundResourcesOf(JsonNode owner) {
        Quantities.roundUp(owner.path("allocatedResources"));
        Quantities.roundUpResources(owner);
    }

    static void validate(Spot status, JsonNode spec) {
        ContainerStatuses statuses = new ContainerStatuses(status, spec);
        for (String list : LISTS) {
            status.items(list).forEach(statuses::validateUser);
        }
        statuses.validateDevices(MAIN, Trees.items(spec, Containers.MAIN));
        statuses.validateDevices(INIT, Trees.items(spec, Containers.INIT));
        for (Spot container : status.items(EPHEMERAL)) {
            if (!container.at(RESOURCES_STATUS).isEmpty()) {
                container
                        .at(RESOURCES_STATUS)
                        .forbidden("must not be specified in container status");
            }
        }
    }

    private void validateUser(Spot container) {
        Spot user = container.at("user").at("linux");
        if (!user.isGiven()) {
            return;
        }
        switch (Trees.text(spec.path("os"), NAME)) {
            case "windows" -> user.forbidden("cannot be set for a windows pod");
            case "", "linux" -> {
                Spot id = user.at("uid");
                if (id.number() < 0 || id.number() > UID_MAX) {
                    id.invalidNumber("must be between 0 and %d, inclusive".formatted(UID_MAX));
                }
                UserIds.validate(user.at("gid"));
                user.items("supplementalGroups").forEach(UserIds::validate);
            }
            default -> {
                // Nothing is known about users of other systems.
            }
        }
    }

    private void validateDevices(String list, List<ObjectNode> containers) {
        status.items(list).forEach(container -> validateDevices(container, containers));
    }

    private void validateDevices(Spot container, List<ObjectNode> containers) {
        Optional<ObjectNode> definition =
                containers.stream()
                        .filter(other -> Trees.text(other, NAME).equals(container.text(NAME)))
                        .findFirst();
        for (Spot resource : container.items(RESOURCES_STATUS)) {
            definition.ifPresent(found -> validateName(resource.at(NAME), found));
            Set<String> ids = new HashSet<>();
            for (Spot device : resource.items("resources")) {
                device.at("health").requireOneOf(HEALTH);
                device.ifGiven("message", ContainerStatuses::validateMessage);
                Spot id = device.at("resourceID");
                if (!ids.add(id.text())) {
                    id.duplicate();
                }
            }
        }
    }

    private static void validateMessage(Spot message) {
        if (message.isEmpty()) {
            message.required("must be non-empty if specified");
        } else if (message.text().length() > MESSAGE_MAX) {
            message.errors().tooLong(message.path(), MESSAGE_MAX);
        }
    }

    private void validateName(Spot name, ObjectNode container) {
        String text = name.text();
        JsonNode requests = container.path("resources").path("requests");
        if (!text.startsWith(CLAIM)) {
            if (!requests.has(text)) {
                name.invalidText("must match one of the container's resource requests");
            }
            return;
        }
        boolean isClaimed =
                Trees.items(container.path("resources"), "claims").stream()
                        .anyMatch(claim -> shown(claim).equals(text));
        if (!isClaimed && !isExtended(text.substring(CLAIM.length()), container)) {
            name.invalidText(
                    "must match one of the container's resource claims as"
                            + " 'claim:<claimName>/<requestName>' when"
                            + " container.resources.claims[*].request is set or"
                            + " 'claim:<claimName>' when it is empty");
        }
    }

    private static String shown(ObjectNode claim) {
        String request = Trees.text(claim, "request");
        return CLAIM + Trees.text(claim, NAME) + (request.isEmpty() ? "" : "/" + request);
    }

    /// Whether a claim was made for an extended resource that the container asks for (KEP-5004).
    private boolean isExtended(String claimAndRequest, ObjectNode container) {
        JsonNode claim = status.at("extendedResourceClaimStatus").node();
        String prefix = Trees.text(claim, "resourceClaimName") + "/";
        if (prefix.length() == 1 || !claimAndRequest.startsWith(prefix)) {
            return false;
        }
        String request = claimAndRequest.substring(prefix.length());
        JsonNode requests = container.path("resources").path("requests");
        return Trees.items(claim, "requestMappings").stream()
                .filter(mapping -> Trees.text(mapping, "requestName").equals(request))
                .filter(mapping ->
                        Trees.text(mapping, "containerName").equals(Trees.text(container, NAME)))
                .anyMatch(mapping ->
                        !Quantities.get(requests, Trees.text(mapping, "resourceName")).isZero());
    }
}
