package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.NodeAffinity;
import dev.purser.api.selector.Taint;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Conditions on what a node is.
final class NodeFilters {
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    private NodeFilters() {}

    /// Cordoned nodes take only pods that tolerate it.
    static List<Refusal> schedulable(KubeObject pod, PodDemand demand, NodeLoad node) {
        boolean cordoned = node.spec().path("unschedulable").asBoolean(false);
        Taint taint = new Taint(UNSCHEDULABLE, "", "NoSchedule");
        return cordoned && !taint.isToleratedBy(pod)
                ? List.of(Refusal.always("node(s) were unschedulable"))
                : List.of();
    }

    static List<Refusal> nodeName(KubeObject pod, PodDemand demand, NodeLoad node) {
        String wanted = pod.json().path("spec").path("nodeName").asString("");
        return wanted.isEmpty() || wanted.equals(node.name())
                ? List.of()
                : List.of(Refusal.always("node(s) didn't match the requested node name"));
    }

    static List<Refusal> taints(KubeObject pod, PodDemand demand, NodeLoad node) {
        for (JsonNode json : node.spec().path("taints")) {
            Taint taint = Taint.of(json);
            if (taint.keepsPodsAway() && !taint.isToleratedBy(pod)) {
                return List.of(Refusal.always("node(s) had untolerated taint(s)"));
            }
        }
        return List.of();
    }

    static List<Refusal> affinity(KubeObject pod, PodDemand demand, NodeLoad node) {
        return NodeAffinity.matches(pod, node.node())
                ? List.of()
                : List.of(Refusal.always("node(s) didn't match Pod's node affinity/selector"));
    }
}
