package dev.purser.controllers.disruption;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How many pods a budget wants, and of how many: shares are of what the pods' controllers should
/// run, not of the pods that happen to be there.
final class ExpectedScale {
    private static final Map<String, GroupVersionResource> CONTROLLERS =
            Map.of(
                    "ReplicaSet",
                    Resources.REPLICA_SETS,
                    "Deployment",
                    Resources.DEPLOYMENTS,
                    "StatefulSet",
                    new GroupVersionResource("apps", "v1", "statefulsets"),
                    "ReplicationController",
                    new GroupVersionResource("", "v1", "replicationcontrollers"));

    private final Api api;

    ExpectedScale(ControllerContext context) {
        this.api = context.api();
    }

    /// @param expectedPods how many pods there should be
    /// @param desiredHealthy how many of them must be healthy
    record Goal(long expectedPods, long desiredHealthy) {}

    Goal of(KubeObject budget, List<KubeObject> pods) throws ScaleException {
        JsonNode spec = budget.json().path("spec");
        JsonNode maxUnavailable = spec.path("maxUnavailable");
        if (!maxUnavailable.isMissingNode()) {
            long expected = scaleOf(pods);
            return new Goal(expected, Math.max(0, expected - share(maxUnavailable, expected)));
        }
        JsonNode minAvailable = spec.path("minAvailable");
        if (minAvailable.isString()) {
            long expected = scaleOf(pods);
            return new Goal(expected, share(minAvailable, expected));
        }
        return minAvailable.isNumber()
                ? new Goal(pods.size(), minAvailable.asLong())
                : new Goal(0, 0);
    }

    /// A number, or a percentage of the whole, rounded up.
    private static long share(JsonNode value, long whole) throws ScaleException {
        if (value.isNumber()) {
            return value.asLong();
        }
        String text = value.asString("");
        if (!text.matches("[0-9]{1,9}%")) {
            throw new ScaleException("invalid value for IntOrString: " + text);
        }
        long percent = Long.parseLong(text.substring(0, text.length() - 1));
        return Math.ceilDiv(percent * whole, 100);
    }

    private long scaleOf(List<KubeObject> pods) throws ScaleException {
        Map<String, Long> scales = new HashMap<>();
        Map<String, Boolean> seen = new HashMap<>();
        for (KubeObject pod : pods) {
            Optional<JsonNode> reference = Owners.controllerOf(pod);
            if (reference.isEmpty()
                    || seen.put(reference.get().path("uid").asString(""), true) != null) {
                continue;
            }
            KubeObject top = topController(pod, reference.get());
            scales.put(top.uid(), top.json().path("spec").path("replicas").asLong(1));
        }
        return scales.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The pod's controller, or the Deployment above it.
    private KubeObject topController(KubeObject pod, JsonNode reference) throws ScaleException {
        KubeObject controller = find(pod, reference);
        Optional<JsonNode> above =
                Owners.controllerOf(controller)
                        .filter(owner -> owner.path("kind").asString("").equals("Deployment"));
        return above.isPresent() ? find(pod, above.get()) : controller;
    }

    private KubeObject find(KubeObject pod, JsonNode reference) throws ScaleException {
        GroupVersionResource resource = CONTROLLERS.get(reference.path("kind").asString(""));
        if (resource != null) {
            try {
                KubeObject found =
                        api.get(resource, pod.namespace(), reference.path("name").asString(""));
                if (found.uid().equals(reference.path("uid").asString(""))) {
                    return found;
                }
            } catch (StatusException e) {
                if (e.reason() != StatusReason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        throw new ScaleException("found no controllers for pod \"%s\"".formatted(pod.name()));
    }
}
