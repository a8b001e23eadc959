package dev.purser.controllers.object;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What state a pod is in, by its status.
public final class PodStates {
    private PodStates() {}

    public static String phase(KubeObject pod) {
        return pod.json().path("status").path("phase").asString("");
    }

    /// Whether all containers have ended for good.
    public static boolean isTerminal(KubeObject pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    /// Whether the pod counts as one that runs or will.
    public static boolean isActive(KubeObject pod) {
        return !isTerminal(pod) && pod.deletionTimestamp().isEmpty();
    }

    /// Whether the pod is on its way out, but not out yet.
    public static boolean isTerminating(KubeObject pod) {
        return !isTerminal(pod) && pod.deletionTimestamp().isPresent();
    }

    public static boolean isReady(KubeObject pod) {
        return readyCondition(pod)
                .filter(ready -> ready.path("status").asString("").equals("True"))
                .isPresent();
    }

    /// Since when the pod is ready; empty while it is not.
    public static Optional<Instant> readySince(KubeObject pod) {
        return readyCondition(pod)
                .filter(ready -> ready.path("status").asString("").equals("True"))
                .flatMap(ready -> Timestamps.parse(ready.path("lastTransitionTime").asString("")));
    }

    /// The moment from which the pod counts as available; empty while it is not ready.
    public static Optional<Instant> availableFrom(KubeObject pod, Duration minReady) {
        return minReady.isZero()
                ? readyCondition(pod).filter(ready -> isReady(pod)).map(ready -> Instant.MIN)
                : readySince(pod).map(since -> since.plus(minReady));
    }

    public static boolean isAvailable(KubeObject pod, Duration minReady, Instant now) {
        return availableFrom(pod, minReady).filter(from -> !from.isAfter(now)).isPresent();
    }

    private static Optional<JsonNode> readyCondition(KubeObject pod) {
        return Conditions.find(pod.json().path("status"), "Ready");
    }
}
