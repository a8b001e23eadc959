package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.PodStates;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Which pods go first when there are too many: the ones that serve least, then those whose loss
/// costs least, then those on the most crowded nodes, then the youngest.
///
/// The order is that of Kubernetes' ReplicaSet controller, documented under "Scaling a ReplicaSet".
final class DeletionRanking {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Instant now;
    private final Map<String, Integer> podsByNode = new HashMap<>();

    DeletionRanking(List<KubeObject> pods, Instant now) {
        this.now = now;
        for (KubeObject pod : pods) {
            podsByNode.merge(nodeName(pod), 1, Integer::sum);
        }
    }

    /// The pods, the first to go first.
    List<KubeObject> rank(List<KubeObject> pods) {
        return pods.stream().sorted(order()).toList();
    }

    private Comparator<KubeObject> order() {
        return Comparator.comparing((KubeObject pod) -> !nodeName(pod).isEmpty())
                .thenComparingInt(DeletionRanking::phaseRank)
                .thenComparing(PodStates::isReady)
                .thenComparingInt(DeletionRanking::deletionCost)
                .thenComparingInt(pod -> -podsByNode.getOrDefault(nodeName(pod), 0))
                .thenComparingInt(pod -> ageRank(PodStates.readySince(pod)))
                .thenComparingInt(pod -> -restarts(pod))
                .thenComparingInt(pod -> ageRank(created(pod)))
                .thenComparing(KubeObject::uid);
    }

    private static String nodeName(KubeObject pod) {
        return pod.json().path("spec").path("nodeName").asString("");
    }

    private static int phaseRank(KubeObject pod) {
        return switch (PodStates.phase(pod)) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int deletionCost(KubeObject pod) {
        String cost = pod.metadata().path("annotations").path(COST).asString("");
        try {
            return cost.isEmpty() ? 0 : Integer.parseInt(cost);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Ages count by order of magnitude only, so that a pod is not chosen for being a moment
    /// younger.
    private int ageRank(Optional<Instant> since) {
        long seconds = since.map(from -> Duration.between(from, now).toSeconds()).orElse(0L);
        return Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, seconds));
    }

    private static int restarts(KubeObject pod) {
        int most = 0;
        JsonNode statuses = pod.json().path("status").path("containerStatuses");
        for (JsonNode container : statuses) {
            most = Math.max(most, container.path("restartCount").asInt(0));
        }
        return most;
    }

    private static Optional<Instant> created(KubeObject pod) {
        return Timestamps.parse(pod.metadata().path("creationTimestamp").asString(""));
    }
}
