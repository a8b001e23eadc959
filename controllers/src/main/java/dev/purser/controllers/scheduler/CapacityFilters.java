package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;

/// Conditions on what is left on a node.
final class CapacityFilters {
    private CapacityFilters() {}

    static List<Refusal> hostPorts(KubeObject pod, PodDemand demand, NodeLoad node) {
        boolean taken =
                node.pods().stream()
                        .flatMap(other -> other.hostPorts().stream())
                        .anyMatch(port -> demand.hostPorts().stream().anyMatch(port::collidesWith));
        return taken
                ? List.of(
                        Refusal.unlessPodsGo(
                                "node(s) didn't have free ports for the requested pod ports"))
                : List.of();
    }

    /// Names every resource that does not suffice.
    static List<Refusal> resources(KubeObject pod, PodDemand demand, NodeLoad node) {
        List<Refusal> refusals = new ArrayList<>();
        if (node.pods().size() + 1 > node.podsMax()) {
            refusals.add(Refusal.unlessPodsGo("Too many pods"));
        }
        for (String resource : demand.requested().names()) {
            Quantity wanted = demand.requested().get(resource);
            if (!wanted.isZero() && node.lacks(resource, wanted)) {
                boolean tooSmall = wanted.compareTo(node.allocatable().get(resource)) > 0;
                String reason = "Insufficient " + resource;
                refusals.add(tooSmall ? Refusal.always(reason) : Refusal.unlessPodsGo(reason));
            }
        }
        return refusals;
    }
}
