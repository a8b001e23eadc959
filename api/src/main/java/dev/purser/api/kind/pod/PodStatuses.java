package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What the server itself writes into the status of a Pod.
final class PodStatuses {
    private static final String ADDRESS = "podIP";
    private static final String ADDRESSES = "podIPs";
    private static final String GENERATION = "observedGeneration";
    private static final List<String> CONDITION_TIMES =
            List.of("lastProbeTime", "lastTransitionTime");
    private static final List<String> KEPT =
            List.of(
                    "resourceClaimStatuses",
                    "extendedResourceClaimStatus",
                    "nodeAllocatableResourceClaimStatuses",
                    GENERATION);

    private PodStatuses() {}

    /// The first of the addresses has a field of its own, which is older than the list.
    static void mirrorAddress(ObjectNode status) {
        String address = Trees.text(status, ADDRESS);
        String first = Trees.text(status.path(ADDRESSES).path(0), "ip");
        if (address.isEmpty() && !status.path(ADDRESSES).isEmpty()) {
            status.put(ADDRESS, first);
        } else if (!address.equals(first)) {
            status.putArray(ADDRESSES).addObject().put("ip", address);
        }
    }

    /// Times that a condition's writer left out are null, as they are in Kubernetes' own objects.
    static void completeConditions(ObjectNode status) {
        for (ObjectNode condition : Trees.items(status, "conditions")) {
            for (String time : CONDITION_TIMES) {
                if (!condition.has(time)) {
                    condition.putNull(time);
                }
            }
        }
    }

    /// Says of a new Pod why it is not scheduled.
    static void noteGates(ObjectNode status, Instant now) {
        status.putArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", "SchedulingGated")
                .put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }

    /// Keeps what a writer of the status may not know of yet, and leaves out.
    static void keepFromOld(ObjectNode status, ObjectNode old) {
        Trees.setDefault(status, "qosClass", Trees.text(old, "qosClass"));
        for (String field : KEPT) {
            boolean isLeftOut =
                    field.equals(GENERATION)
                            ? status.path(field).asLong(0) == 0
                            : !status.hasNonNull(field);
            if (isLeftOut) {
                Trees.copyField(old, status, field);
            }
        }
        Map<String, Deque<Long>> generations = new HashMap<>();
        for (ObjectNode condition : Trees.items(old, "conditions")) {
            generations
                    .computeIfAbsent(Trees.text(condition, "type"), type -> new ArrayDeque<>())
                    .add(condition.path(GENERATION).asLong(0));
        }
        for (ObjectNode condition : Trees.items(status, "conditions")) {
            Deque<Long> before =
                    generations.getOrDefault(Trees.text(condition, "type"), new ArrayDeque<>());
            long generation = before.isEmpty() ? 0 : before.remove();
            if (generation != 0 && condition.path(GENERATION).asLong(0) == 0) {
                condition.put(GENERATION, generation);
            }
        }
    }
}
