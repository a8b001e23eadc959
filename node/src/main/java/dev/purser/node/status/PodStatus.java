package dev.purser.node.status;

import dev.purser.client.time.Timestamps;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodFacts.Stage;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the whole `status` of a pod.
public final class PodStatus {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PodStatus() {}

    /// @param hostAddresses of this node, the primary one first
    /// @param now becomes the time of conditions that change
    public static ObjectNode of(PodFacts pod, List<String> hostAddresses, Instant now) {
        Phase phase = Phase.of(pod);
        // While sidecars run, a pod counts as one that runs, though nothing is left to do.
        boolean isServed = pod.withRole(Role.SIDECAR).stream().anyMatch(ContainerFacts::isRunning);
        Phase told = phase.isFinal() && isServed ? Phase.RUNNING : phase;
        ObjectNode status = JSON.objectNode();
        status.put("observedGeneration", pod.spec().pod().generation());
        status.put("phase", Phase.shown(pod, phase));
        status.set("conditions", new PodConditions(pod, told, now).toJson());
        if (pod.verdict() != null && pod.stage() == Stage.ENDED) {
            status.put("message", pod.verdict().message());
            status.put("reason", pod.verdict().reason());
        }
        putAddresses(status, "hostIP", hostAddresses);
        putAddresses(
                status, "podIP", pod.spec().usesHostNetwork() ? hostAddresses : pod.addresses());
        status.put("startTime", Timestamps.seconds(pod.startTime()));
        putContainers(status, "initContainerStatuses", pod, Role.INIT, Role.SIDECAR);
        putContainers(status, "containerStatuses", pod, Role.MAIN);
        status.put("qosClass", QosClass.of(pod.spec()).text());
        putContainers(status, "ephemeralContainerStatuses", pod, Role.EPHEMERAL);
        putResources(status, pod.spec());
        return status;
    }

    /// Whether every container of a live pod has ended for good.
    public static boolean isOver(PodFacts pod) {
        return Phase.of(pod).isFinal();
    }

    /// The status of a pod that this node refuses to run; like kubelet's it has no conditions.
    public static ObjectNode rejected(PodSpec pod, Verdict verdict, Instant now) {
        ObjectNode status = JSON.objectNode();
        status.put("observedGeneration", pod.pod().generation());
        status.put("phase", Phase.FAILED.text());
        status.put("message", "Pod was rejected: " + verdict.message());
        status.put("reason", verdict.reason());
        status.put("startTime", Timestamps.seconds(now));
        status.put("qosClass", QosClass.of(pod).text());
        return status;
    }

    /// `podIP` with the first address, and `podIPs` with all.
    private static void putAddresses(ObjectNode status, String field, List<String> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        status.put(field, addresses.getFirst());
        ArrayNode all = status.putArray(field + "s");
        addresses.forEach(address -> all.addObject().put("ip", address));
    }

    private static void putContainers(
            ObjectNode status, String field, PodFacts pod, Role... roles) {
        List<ContainerFacts> containers = pod.withRole(roles);
        if (!containers.isEmpty()) {
            ArrayNode list = status.putArray(field);
            containers.forEach(each -> list.add(ContainerStatuses.of(each, pod)));
        }
    }

    private static void putResources(ObjectNode status, PodSpec pod) {
        ObjectNode requests = PodResources.toJson(PodResources.of(pod, "requests"));
        ObjectNode limits = PodResources.toJson(PodResources.of(pod, "limits"));
        if (!requests.isEmpty()) {
            status.set("allocatedResources", requests.deepCopy());
        }
        ObjectNode resources = status.putObject("resources");
        if (!limits.isEmpty()) {
            resources.set("limits", limits);
        }
        if (!requests.isEmpty()) {
            resources.set("requests", requests);
        }
    }
}
