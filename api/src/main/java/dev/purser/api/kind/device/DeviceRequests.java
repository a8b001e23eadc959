package dev.purser.api.kind.device;

import dev.purser.api.meta.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The defaults of requests for devices, which claims and their templates share.
final class DeviceRequests {
    private static final String MODE = "allocationMode";
    private static final String EXACT_COUNT = "ExactCount";

    private DeviceRequests() {}

    /// @param spec of a ResourceClaim
    static void setDefaults(JsonNode spec) {
        for (ObjectNode request : Trees.items(spec.path("devices"), "requests")) {
            if (request.path("exactly") instanceof ObjectNode exactly) {
                setRequestDefaults(exactly);
            }
            Trees.items(request, "firstAvailable").forEach(DeviceRequests::setRequestDefaults);
        }
    }

    private static void setRequestDefaults(ObjectNode request) {
        Trees.setDefault(request, MODE, EXACT_COUNT);
        if (Trees.text(request, MODE).equals(EXACT_COUNT)) {
            Trees.setDefaultForZero(request, "count", 1);
        }
        Trees.items(request, "tolerations")
                .forEach(toleration -> Trees.setDefault(toleration, "operator", "Equal"));
    }
}
