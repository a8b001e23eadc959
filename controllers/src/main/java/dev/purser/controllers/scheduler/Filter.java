package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import java.util.List;

/// One condition on a node to take a pod. Stateless.
@FunctionalInterface
interface Filter {
    /// What speaks against the node; empty when nothing does.
    List<Refusal> check(KubeObject pod, PodDemand demand, NodeLoad node);

    /// All conditions, in the order in which Kubernetes asks them; the first that refuses a node
    /// names the reason.
    static List<Filter> all() {
        return List.of(
                NodeFilters::schedulable,
                NodeFilters::nodeName,
                NodeFilters::taints,
                NodeFilters::affinity,
                CapacityFilters::hostPorts,
                CapacityFilters::resources);
    }
}
