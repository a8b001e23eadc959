package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quota.PodResources;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A pod that runs is not resized to more than its node could ever give.
public final class PodResizeValidator implements AdmissionPlugin {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

    private final ObjectSource objects;

    public PodResizeValidator(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.UPDATE || !request.isFor(PODS, "resize")) {
            return;
        }
        KubeObject pod = request.object().orElseThrow();
        String nodeName = pod.json().path("spec").path("nodeName").asString("");
        boolean isUnchanged = request.old().orElseThrow().generation() == pod.generation();
        if (nodeName.isEmpty() || isUnchanged) {
            return;
        }
        KubeObject node =
                objects.find(NODES, "", nodeName)
                        .orElseThrow(() ->
                                request.forbidden("node \"%s\" not found".formatted(nodeName)));
        requireLinux(request, node);
        requireRoom(request, pod, node);
    }

    private static void requireLinux(AdmissionRequest request, KubeObject node) {
        String system = node.labels().getOrDefault("kubernetes.io/os", "linux");
        if (!system.equals("linux")) {
            throw withCause(
                    request.forbidden(
                            "pod resize is only supported on linux nodes, node \"%s\" is \"%s\""
                                    .formatted(node.name(), system)),
                    "UnsupportedPlatform");
        }
    }

    private static void requireRoom(AdmissionRequest request, KubeObject pod, KubeObject node) {
        ResourceAmounts allocatable =
                ResourceAmounts.of(node.json().path("status").path("allocatable"));
        ResourceAmounts requests = PodResources.asked(pod).requests();
        Quantity cpu = requests.find("cpu").orElse(Quantity.ZERO);
        Quantity cpuOfNode = allocatable.find("cpu").orElse(Quantity.ZERO);
        Quantity memory = requests.find("memory").orElse(Quantity.ZERO);
        Quantity memoryOfNode = allocatable.find("memory").orElse(Quantity.ZERO);
        List<String> problems = new ArrayList<>();
        if (cpu.compareTo(cpuOfNode) > 0) {
            problems.add(
                    "cpu, requested: %d, allocatable: %d"
                            .formatted(cpu.millis(), cpuOfNode.millis()));
        }
        if (memory.compareTo(memoryOfNode) > 0) {
            problems.add(
                    "memory, requested: %d, allocatable: %d"
                            .formatted(memory.value(), memoryOfNode.value()));
        }
        if (!problems.isEmpty()) {
            throw withCause(
                    request.forbidden(
                            "node didn't have enough allocatable resources: "
                                    + String.join("; ", problems)),
                    "NodeCapacity");
        }
    }

    private static StatusException withCause(StatusException refusal, String reason) {
        ObjectNode details = refusal.details().orElseThrow().deepCopy();
        details.putArray("causes").addObject().put("reason", reason);
        return new StatusException(refusal.reason(), refusal.getMessage(), details);
    }
}
