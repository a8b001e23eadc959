package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.controllers.object.PodStates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All nodes with what is on them at the moment.
final class ClusterLoad {
    private final ObjectCache nodes;
    private final ObjectCache pods;
    private final ObjectIndex byNode;
    private final Assumptions assumptions;

    ClusterLoad(ObjectCache nodes, ObjectCache pods, ObjectIndex byNode, Assumptions assumptions) {
        this.nodes = nodes;
        this.pods = pods;
        this.byNode = byNode;
        this.assumptions = assumptions;
    }

    List<NodeLoad> nodes() {
        return nodes.list().stream().map(this::load).toList();
    }

    private NodeLoad load(KubeObject node) {
        Map<String, KubeObject> byUid = new LinkedHashMap<>();
        assumptions.on(node.name()).forEach(pod -> byUid.put(pod.uid(), pod));
        for (KubeObject pod : pods.find(byNode, node.name())) {
            if (!PodStates.isTerminal(pod)) {
                byUid.put(pod.uid(), pod);
            }
        }
        return NodeLoad.of(node, byUid.values());
    }
}
