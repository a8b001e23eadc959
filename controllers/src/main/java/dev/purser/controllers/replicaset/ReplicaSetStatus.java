package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.PodStates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The status that a ReplicaSet should show.
final class ReplicaSetStatus {
    private static final String FAILURE = "ReplicaFailure";

    private final ReplicaKind kind;
    private final ReplicaSet set;
    private final Instant now;

    ReplicaSetStatus(ReplicaKind kind, ReplicaSet set, Instant now) {
        this.kind = kind;
        this.set = set;
        this.now = now;
    }

    /// The pods of a set: those that run or will, and how many are on their way out.
    record Pods(List<KubeObject> active, int terminating) {}

    /// The object with its new status; empty if it shows it already.
    ///
    /// @param difference how many pods there were too many; negative for too few
    Optional<KubeObject> compute(Pods pods, Optional<StatusException> failure, int difference) {
        ObjectNode status = counts(pods);
        ArrayNode conditions = conditions(failure, difference);
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        if (JsonEquality.same(status, set.status())) {
            return Optional.empty();
        }
        KubeObject changed = set.object().copy();
        changed.json().set("status", status);
        return Optional.of(changed);
    }

    private ObjectNode counts(Pods pods) {
        Map<String, String> templateLabels =
                KubeObject.of((ObjectNode) set.template().deepCopy()).labels();
        int labeled = 0;
        int ready = 0;
        int available = 0;
        for (KubeObject pod : pods.active()) {
            if (pod.labels().entrySet().containsAll(templateLabels.entrySet())) {
                labeled++;
            }
            if (PodStates.isReady(pod)) {
                ready++;
            }
            if (PodStates.isAvailable(pod, set.minReady(), now)) {
                available++;
            }
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("replicas", pods.active().size());
        putUnlessZero(status, "fullyLabeledReplicas", labeled);
        putUnlessZero(status, "readyReplicas", ready);
        putUnlessZero(status, "availableReplicas", available);
        if (kind.countsTerminating()) {
            status.put("terminatingReplicas", pods.terminating());
        }
        status.put("observedGeneration", set.object().generation());
        return status;
    }

    private static void putUnlessZero(ObjectNode status, String field, int count) {
        if (count != 0) {
            status.put(field, count);
        }
    }

    /// A failure is shown from its first message on until a pass succeeds.
    private ArrayNode conditions(Optional<StatusException> failure, int difference) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode condition : set.status().path("conditions")) {
            boolean isFailure = condition.path("type").asString("").equals(FAILURE);
            if (!isFailure || failure.isPresent()) {
                conditions.add(condition.deepCopy());
            }
        }
        if (failure.isPresent() && Conditions.find(set.status(), FAILURE).isEmpty()) {
            conditions
                    .addObject()
                    .put("type", FAILURE)
                    .put("status", "True")
                    .put("lastTransitionTime", Timestamps.seconds(now))
                    .put("reason", difference < 0 ? "FailedCreate" : "FailedDelete")
                    .put("message", failure.get().getMessage());
        }
        return conditions;
    }
}
