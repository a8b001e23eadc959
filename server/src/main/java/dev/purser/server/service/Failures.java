package dev.purser.server.service;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Refusals that Kubernetes gives as failures of the server.
final class Failures {
    private Failures() {}

    static StatusException internal(String why) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes").addObject().put("message", why);
        return new StatusException(
                StatusReason.INTERNAL_ERROR, "Internal error occurred: " + why, details);
    }
}
