package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the Node object of this machine.
final class NodeDocument {
    /// The Kubernetes whose behaviour this node has.
    private static final String KUBELET_VERSION = "v1.37.2";

    private static final int PODS_MAX = 110;
    private static final GroupVersionKind NODE = new GroupVersionKind("", "v1", "Node");

    private final String name;
    private final Machine machine;
    private final List<String> addresses;
    private final String runtimeVersion;
    private final IntSupplier kubeletPort;

    NodeDocument(NodeReporter.Identity node, String runtimeVersion) {
        this.name = node.name();
        this.machine = node.machine();
        this.addresses = node.addresses();
        this.runtimeVersion = runtimeVersion;
        this.kubeletPort = node.kubeletPort();
    }

    /// The object as it is created.
    KubeObject node(ObjectNode status) {
        KubeObject node = KubeObject.named(NODE, "", name);
        node.metadata().set("labels", labels());
        node.metadata()
                .putObject("annotations")
                .put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
        node.spec();
        node.json().set("status", status);
        return node;
    }

    ObjectNode labels() {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        labels.put("beta.kubernetes.io/arch", machine.architecture());
        labels.put("beta.kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", machine.architecture());
        labels.put("kubernetes.io/hostname", name);
        labels.put("kubernetes.io/os", "linux");
        return labels;
    }

    /// The status.
    ///
    /// @param before the status that the API shows; conditions that stay keep their time
    /// @param problems of the runtime; the node is ready when there are none
    ObjectNode status(JsonNode before, List<String> problems, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.set("capacity", resources(Long.toString(machine.storageBytes())));
        status.set("allocatable", resources(machine.allocatableStorage().toString()));
        status.set("conditions", conditions(before.path("conditions"), problems, now));
        ArrayNode list = status.putArray("addresses");
        addresses.forEach(each -> list.addObject().put("type", "InternalIP").put("address", each));
        list.addObject().put("type", "Hostname").put("address", name);
        status.putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", kubeletPort.getAsInt());
        status.set("nodeInfo", nodeInfo());
        return status;
    }

    private ObjectNode resources(String storage) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cpu", Integer.toString(machine.cpus()))
                .put("ephemeral-storage", storage)
                .put("hugepages-1Gi", "0")
                .put("hugepages-2Mi", "0")
                .put("memory", machine.memory().toString())
                .put("pods", Integer.toString(PODS_MAX));
    }

    private static ArrayNode conditions(JsonNode before, List<String> problems, Instant now) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (Condition condition :
                List.of(
                        Condition.good(
                                "MemoryPressure",
                                "KubeletHasSufficientMemory",
                                "kubelet has sufficient memory available"),
                        Condition.good(
                                "DiskPressure",
                                "KubeletHasNoDiskPressure",
                                "kubelet has no disk pressure"),
                        Condition.good(
                                "PIDPressure",
                                "KubeletHasSufficientPID",
                                "kubelet has sufficient PID available"),
                        Condition.ready(problems))) {
            conditions.add(condition.toJson(before, now));
        }
        return conditions;
    }

    private record Condition(String type, String status, String reason, String message) {
        static Condition good(String type, String reason, String message) {
            return new Condition(type, "False", reason, message);
        }

        static Condition ready(List<String> problems) {
            return problems.isEmpty()
                    ? new Condition(
                            "Ready", "True", "KubeletReady", "kubelet is posting ready status")
                    : new Condition(
                            "Ready", "False", "KubeletNotReady", String.join(", ", problems));
        }

        ObjectNode toJson(JsonNode before, Instant now) {
            String transition = Timestamps.seconds(now);
            for (JsonNode earlier : before) {
                if (earlier.path("type").asString("").equals(type)
                        && earlier.path("status").asString("").equals(status)) {
                    transition = earlier.path("lastTransitionTime").asString(transition);
                }
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type)
                    .put("status", status)
                    .put("lastHeartbeatTime", Timestamps.seconds(now))
                    .put("lastTransitionTime", transition)
                    .put("reason", reason)
                    .put("message", message);
        }
    }

    private ObjectNode nodeInfo() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("machineID", machine.machineId())
                .put("systemUUID", machine.systemUuid())
                .put("bootID", machine.bootId())
                .put("kernelVersion", machine.kernel())
                .put("osImage", machine.osImage())
                .put("containerRuntimeVersion", runtimeVersion)
                .put("kubeletVersion", KUBELET_VERSION)
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", machine.architecture());
    }
}
