package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods carry the zone and the region of their node (KEP-4742): as labels of the pod, or of the
/// binding that brings it there.
public final class PodTopologyLabels implements AdmissionPlugin {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final List<String> LABELS =
            List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final ObjectSource objects;

    public PodTopologyLabels(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        boolean isWrite =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (!isWrite) {
            return;
        }
        if (request.isFor(PODS)) {
            KubeObject pod = request.object().orElseThrow();
            copy(pod, pod.json().path("spec").path("nodeName").asString(""));
        } else if (request.isFor(PODS, "binding")) {
            KubeObject binding = request.object().orElseThrow();
            JsonNode target = binding.json().path("target");
            if (target.path("kind").asString("").equals("Node")) {
                copy(binding, target.path("name").asString(""));
            }
        }
    }

    private void copy(KubeObject object, String nodeName) {
        if (nodeName.isEmpty()) {
            return;
        }
        objects.find(NODES, "", nodeName)
                .ifPresent(node -> {
                    for (String name : LABELS) {
                        String value = node.labels().get(name);
                        if (value != null) {
                            labels(object).put(name, value);
                        }
                    }
                });
    }

    private static ObjectNode labels(KubeObject object) {
        return object.metadata().get("labels") instanceof ObjectNode present
                ? present
                : object.metadata().putObject("labels");
    }
}
