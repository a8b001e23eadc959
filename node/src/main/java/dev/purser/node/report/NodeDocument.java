package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.time.Timestamps;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.eviction.Pressure;
import dev.purser.node.settings.KubeletConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the Node object of this machine.
final class NodeDocument {
    /// The Kubernetes whose behaviour this node has.
    private static final String KUBELET_VERSION = "v1.37.2";

    /// What pods may rely on beyond what every node does (`status.declaredFeatures`).
    private static final List<String> FEATURES =
            List.of(
                    "ExtendWebSocketsToKubelet",
                    "InPlacePodLevelResourcesVerticalScaling",
                    "InPlacePodVerticalScalingInitContainers",
                    "RestartAllContainersOnContainerExits");

    private static final GroupVersionKind NODE = new GroupVersionKind("", "v1", "Node");

    private final String name;
    private final Machine machine;
    private final List<String> addresses;
    private final String runtimeVersion;
    private final NodeCapacity capacity;
    private final KubeletConfiguration settings;
    private final IntSupplier kubeletPort;

    NodeDocument(NodeReporter.Identity node, String runtimeVersion) {
        name = node.name();
        machine = node.machine();
        addresses = node.addresses();
        this.runtimeVersion = runtimeVersion;
        settings = node.settings();
        kubeletPort = node.kubeletPort();
        capacity = NodeCapacity.of(machine, settings);
    }

    /// What changes of a node.
    ///
    /// @param problems of the runtime; the node is ready when there are none
    /// @param pressures what it is short of
    record State(List<String> problems, Set<Pressure> pressures, List<Image> images) {
        State {
            problems = List.copyOf(problems);
            pressures = Set.copyOf(pressures);
            images = List.copyOf(images);
        }
    }

    /// The object as it is created.
    KubeObject node(ObjectNode status) {
        KubeObject node = KubeObject.named(NODE, "", name);
        node.metadata().set("labels", labels());
        node.metadata()
                .putObject("annotations")
                .put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
        String provider = settings.report().providerId();
        if (!provider.isEmpty()) {
            node.spec().put("providerID", provider);
        }
        if (!settings.report().taints().isEmpty()) {
            ArrayNode taints = node.spec().putArray("taints");
            settings.report().taints().forEach(taint -> taints.add(taint.deepCopy()));
        }
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
    ObjectNode status(JsonNode before, State state, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.set("capacity", resources(capacity.capacity()));
        status.set("allocatable", resources(capacity.allocatable()));
        status.set("conditions", conditions(before.path("conditions"), state, now));
        ArrayNode list = status.putArray("addresses");
        addresses.forEach(each -> list.addObject().put("type", "InternalIP").put("address", each));
        list.addObject().put("type", "Hostname").put("address", name);
        status.putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", kubeletPort.getAsInt());
        status.set("nodeInfo", nodeInfo());
        status.set("images", NodeImages.toJson(state.images(), settings.images().reported()));
        ArrayNode features = status.putArray("declaredFeatures");
        FEATURES.forEach(features::add);
        return status;
    }

    private static ObjectNode resources(Map<String, Quantity> amounts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(amounts).forEach((name, amount) -> json.put(name, amount.toString()));
        return json;
    }

    private static ArrayNode conditions(JsonNode before, State state, Instant now) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (Condition condition : conditions(state)) {
            conditions.add(condition.toJson(before, now));
        }
        return conditions;
    }

    /// The conditions, in kubelet's order.
    static List<Condition> conditions(State state) {
        Set<Pressure> pressures = state.pressures();
        return List.of(
                pressures.contains(Pressure.MEMORY)
                        ? Condition.bad(
                                Pressure.MEMORY,
                                "KubeletHasInsufficientMemory",
                                "kubelet has insufficient memory available")
                        : Condition.good(
                                Pressure.MEMORY,
                                "KubeletHasSufficientMemory",
                                "kubelet has sufficient memory available"),
                pressures.contains(Pressure.DISK)
                        ? Condition.bad(
                                Pressure.DISK,
                                "KubeletHasDiskPressure",
                                "kubelet has disk pressure")
                        : Condition.good(
                                Pressure.DISK,
                                "KubeletHasNoDiskPressure",
                                "kubelet has no disk pressure"),
                pressures.contains(Pressure.PID)
                        ? Condition.bad(
                                Pressure.PID,
                                "KubeletHasInsufficientPID",
                                "kubelet has insufficient PID available")
                        : Condition.good(
                                Pressure.PID,
                                "KubeletHasSufficientPID",
                                "kubelet has sufficient PID available"),
                Condition.ready(state.problems()));
    }

    /// Whether a status shows the conditions that hold now.
    static boolean shows(JsonNode status, State state) {
        return conditions(state).stream()
                .allMatch(condition ->
                        status.path("conditions")
                                .valueStream()
                                .anyMatch(shown ->
                                        shown.path("type").asString("").equals(condition.type())
                                                && shown.path("status")
                                                        .asString("")
                                                        .equals(condition.status())));
    }

    String bootId() {
        return machine.bootId();
    }

    /// What a condition says.
    record Condition(String type, String status, String reason, String message) {
        private static Condition good(Pressure pressure, String reason, String message) {
            return new Condition(pressure.condition(), "False", reason, message);
        }

        private static Condition bad(Pressure pressure, String reason, String message) {
            return new Condition(pressure.condition(), "True", reason, message);
        }

        private static Condition ready(List<String> problems) {
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
        ObjectNode info =
                JsonNodeFactory.instance
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
                        .put("architecture", machine.architecture())
                        .put("runningInUserNamespace", false);
        if (machine.swapBytes() > 0) {
            info.putObject("swap").put("capacity", machine.swapBytes());
        }
        return info;
    }
}
