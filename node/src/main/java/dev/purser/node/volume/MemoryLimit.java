package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import tools.jackson.databind.JsonNode;

/// How much a pod may keep in memory: the limit of its tmpfs volumes.
final class MemoryLimit {
    private MemoryLimit() {}

    /// The sum of its containers' limits, or the largest of its init containers if that is more;
    /// the node's memory when a container has no limit.
    static long bytes(KubeObject pod, long nodeBytes) {
        JsonNode spec = pod.json().path("spec");
        long sum = 0;
        for (JsonNode container : spec.path("containers")) {
            long limit = limit(container);
            if (limit == 0) {
                return nodeBytes;
            }
            sum += limit;
        }
        for (JsonNode container : spec.path("initContainers")) {
            long limit = limit(container);
            if (limit == 0) {
                return nodeBytes;
            }
            sum = Math.max(sum, limit);
        }
        return sum == 0 ? nodeBytes : Math.min(sum, nodeBytes);
    }

    private static long limit(JsonNode container) {
        String text = container.path("resources").path("limits").path("memory").asString("");
        return text.isEmpty() ? 0 : Quantity.parse(text).value();
    }
}
