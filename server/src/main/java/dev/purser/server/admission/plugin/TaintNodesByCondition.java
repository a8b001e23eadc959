package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import tools.jackson.databind.JsonNode;

/// No pod is placed on a new node before somebody has seen it ready: it begins with a taint, which
/// the node lifecycle controller takes away.
public final class TaintNodesByCondition implements AdmissionPlugin {
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String EFFECT = "NoSchedule";

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.CREATE && request.isFor(NODES)) {
            request.object().ifPresent(TaintNodesByCondition::taint);
        }
    }

    private static void taint(KubeObject node) {
        for (JsonNode taint : node.spec().path("taints")) {
            if (taint.path("key").asString("").equals(NOT_READY)
                    && taint.path("effect").asString("").equals(EFFECT)) {
                return;
            }
        }
        PodRequests.arrayIn(node.spec(), "taints")
                .addObject()
                .put("key", NOT_READY)
                .put("effect", EFFECT);
    }
}
