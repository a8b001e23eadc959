package dev.purser.server.pod;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Statuses that say that something was done.
final class Statuses {
    private Statuses() {}

    /// What a POST that made no object of its own is answered with.
    static KubeObject created() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", 201);
        return KubeObject.of(status);
    }
}
