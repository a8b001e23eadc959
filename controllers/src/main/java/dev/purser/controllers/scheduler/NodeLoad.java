package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A node and what the pods on it take.
///
/// @param pods the demands of the pods that run there or will
record NodeLoad(KubeObject node, List<PodDemand> pods) {
    NodeLoad {
        pods = List.copyOf(pods);
    }

    static NodeLoad of(KubeObject node, Collection<KubeObject> pods) {
        return new NodeLoad(node, pods.stream().map(PodDemand::of).toList());
    }

    String name() {
        return node.name();
    }

    JsonNode spec() {
        return node.json().path("spec");
    }

    Amounts allocatable() {
        return Amounts.of(node.json().path("status").path("allocatable"));
    }

    Amounts requested() {
        Amounts sum = Amounts.NONE;
        for (PodDemand pod : pods) {
            sum = sum.plus(pod.requested());
        }
        return sum;
    }

    /// How many pods the node takes.
    long podsMax() {
        return allocatable().get("pods").value();
    }

    /// Whether one resource has no room for an additional amount.
    boolean lacks(String resource, Quantity additional) {
        Quantity total = requested().get(resource).add(additional);
        return total.compareTo(allocatable().get(resource)) > 0;
    }
}
