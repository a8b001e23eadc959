package dev.purser.controllers.node;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The taints that follow from a node's state. Taints of other origin are left alone.
final class NodeTaints {
    private static final String EFFECT = "NoSchedule";
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    private static final String MEMORY = "node.kubernetes.io/memory-pressure";
    private static final String DISK = "node.kubernetes.io/disk-pressure";
    private static final String PROCESSES = "node.kubernetes.io/pid-pressure";
    private static final String NETWORK = "node.kubernetes.io/network-unavailable";
    private static final Set<String> MANAGED =
            Set.of(NOT_READY, UNREACHABLE, UNSCHEDULABLE, MEMORY, DISK, PROCESSES, NETWORK);

    private NodeTaints() {}

    /// Makes the node's taints follow its state.
    ///
    /// @return whether any changed
    static boolean apply(KubeObject node, Instant now) {
        Set<String> missing = wanted(node);
        Set<String> unwanted = new HashSet<>(MANAGED);
        unwanted.removeAll(missing);
        ArrayNode taints = node.spec().withArray("taints");
        int before = taints.size();
        var _ = taints.removeIf(taint -> isNamed(taint, unwanted));
        boolean removed = taints.size() < before;
        taints.forEach(taint -> {
            if (isNamed(taint, missing)) {
                missing.remove(taint.path("key").asString(""));
            }
        });
        for (String key : missing) {
            taints.addObject()
                    .put("key", key)
                    .put("effect", EFFECT)
                    .put("timeAdded", Timestamps.seconds(now));
        }
        if (taints.isEmpty()) {
            node.spec().remove("taints");
        }
        return removed || !missing.isEmpty();
    }

    private static boolean isNamed(JsonNode taint, Set<String> keys) {
        return taint.path("effect").asString("").equals(EFFECT)
                && keys.contains(taint.path("key").asString(""));
    }

    private static Set<String> wanted(KubeObject node) {
        Set<String> wanted = new LinkedHashSet<>();
        JsonNode status = node.json().path("status");
        switch (Conditions.status(status, "Ready")) {
            case "True" -> {}
            case "Unknown" -> wanted.add(UNREACHABLE);
            default -> wanted.add(NOT_READY);
        }
        addIfTrue(wanted, status, "MemoryPressure", MEMORY);
        addIfTrue(wanted, status, "DiskPressure", DISK);
        addIfTrue(wanted, status, "PIDPressure", PROCESSES);
        addIfTrue(wanted, status, "NetworkUnavailable", NETWORK);
        if (node.json().path("spec").path("unschedulable").asBoolean(false)) {
            wanted.add(UNSCHEDULABLE);
        }
        return wanted;
    }

    private static void addIfTrue(Set<String> wanted, JsonNode status, String type, String key) {
        if (Conditions.status(status, type).equals("True")) {
            wanted.add(key);
        }
    }
}
