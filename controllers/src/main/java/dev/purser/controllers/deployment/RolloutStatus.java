package dev.purser.controllers.deployment;

import dev.purser.controllers.deployment.RolloutConditions.Condition;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Computes and writes the status of a Deployment.
final class RolloutStatus {
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";
    private static final String COMPLETE = "NewReplicaSetAvailable";

    private final Rollout rollout;
    private final Replicas replicas;

    RolloutStatus(Rollout rollout, Replicas replicas) {
        this.rollout = rollout;
        this.replicas = replicas;
    }

    /// Writes counts and availability, and leaves progress as it is: what a paused or just scaled
    /// Deployment needs.
    void writeCounts() {
        write(counts(), availability());
    }

    /// Writes counts, availability, progress and failures.
    ///
    /// @return after how long to look again whether the rollout is stuck
    Optional<Duration> writeProgress() {
        ObjectNode counts = counts();
        RolloutConditions conditions = availability();
        reportProgress(counts, conditions);
        reportFailures(conditions);
        write(counts, conditions);
        return untilStuck(counts, conditions);
    }

    private void write(ObjectNode counts, RolloutConditions conditions) {
        conditions.writeTo(counts);
        rollout.write(changed -> changed.json().set("status", counts));
    }

    /// Whether all wanted pods are of the present template and available.
    boolean isComplete() {
        return isComplete(counts());
    }

    private boolean isComplete(JsonNode counts) {
        int wanted = rollout.deployment().replicas();
        return count(counts, "updatedReplicas") == wanted
                && count(counts, "replicas") == wanted
                && count(counts, "availableReplicas") == wanted;
    }

    private ObjectNode counts() {
        Deployment deployment = rollout.deployment();
        int available = replicas.sum(ReplicaSet::availableReplicas);
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", deployment.object().generation());
        putUnlessZero(status, "replicas", replicas.sum(ReplicaSet::statusReplicas));
        putUnlessZero(status, "updatedReplicas", replicas.newest(ReplicaSet::statusReplicas));
        putUnlessZero(status, "readyReplicas", replicas.sum(ReplicaSet::readyReplicas));
        putUnlessZero(status, "availableReplicas", available);
        putUnlessZero(status, "unavailableReplicas", Math.max(0, replicas.wanted() - available));
        status.put("terminatingReplicas", replicas.sum(ReplicaSet::terminatingReplicas));
        putUnlessZero(status, "collisionCount", deployment.collisionCount());
        return status;
    }

    private static void putUnlessZero(ObjectNode status, String field, int count) {
        if (count != 0) {
            status.put(field, count);
        }
    }

    private static int count(JsonNode status, String field) {
        return status.path(field).asInt(0);
    }

    private RolloutConditions availability() {
        Deployment deployment = rollout.deployment();
        RolloutConditions conditions = rollout.conditions();
        int needed = deployment.replicas() - deployment.maxUnavailable();
        boolean enough = replicas.sum(ReplicaSet::availableReplicas) >= needed;
        conditions.set(
                enough
                        ? new Condition(
                                RolloutConditions.AVAILABLE,
                                "True",
                                "MinimumReplicasAvailable",
                                "Deployment has minimum availability.")
                        : new Condition(
                                RolloutConditions.AVAILABLE,
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability."));
        return conditions;
    }

    private void reportProgress(ObjectNode counts, RolloutConditions conditions) {
        if (rollout.deployment().progressDeadline().isEmpty()) {
            conditions.remove(RolloutConditions.PROGRESSING);
            return;
        }
        Optional<Condition> before = conditions.find(RolloutConditions.PROGRESSING);
        boolean wasComplete =
                count(counts, "replicas") == count(counts, "updatedReplicas")
                        && before.filter(now -> now.reason().equals(COMPLETE)).isPresent();
        if (wasComplete) {
            return;
        }
        if (isComplete(counts)) {
            conditions.set(progress("True", COMPLETE, "has successfully progressed."));
        } else if (hasProgressed(counts)) {
            conditions.renew(progress("True", "ReplicaSetUpdated", "is progressing."));
        } else if (isTimedOut(conditions)) {
            conditions.set(progress("False", TIMED_OUT, "has timed out progressing."));
        }
    }

    private Condition progress(String status, String reason, String what) {
        String who =
                replicas.newest()
                        .map(set -> "ReplicaSet \"%s\"".formatted(set.name()))
                        .orElse("Deployment \"%s\"".formatted(rollout.deployment().name()));
        return new Condition(RolloutConditions.PROGRESSING, status, reason, who + " " + what);
    }

    /// Whether anything got better since the status was last written.
    private boolean hasProgressed(JsonNode now) {
        JsonNode before = rollout.deployment().status();
        int oldNow = count(now, "replicas") - count(now, "updatedReplicas");
        int oldBefore = count(before, "replicas") - count(before, "updatedReplicas");
        return count(now, "updatedReplicas") > count(before, "updatedReplicas")
                || oldNow < oldBefore
                || count(now, "readyReplicas") > count(before, "readyReplicas")
                || count(now, "availableReplicas") > count(before, "availableReplicas");
    }

    private boolean isTimedOut(RolloutConditions conditions) {
        Optional<Condition> now = conditions.find(RolloutConditions.PROGRESSING);
        if (now.isEmpty() || now.get().reason().equals(COMPLETE)) {
            return false;
        }
        return now.get().reason().equals(TIMED_OUT)
                || deadline(conditions)
                        .filter(deadline -> deadline.isBefore(rollout.clock().instant()))
                        .isPresent();
    }

    private Optional<Instant> deadline(RolloutConditions conditions) {
        return rollout.deployment()
                .progressDeadline()
                .flatMap(limit ->
                        conditions
                                .lastUpdate(RolloutConditions.PROGRESSING)
                                .map(since -> since.plus(limit)));
    }

    private void reportFailures(RolloutConditions conditions) {
        Optional<JsonNode> failure =
                replicas.newest().flatMap(RolloutStatus::failure).or(() -> anyOldFailure());
        if (failure.isEmpty()) {
            conditions.remove(RolloutConditions.REPLICA_FAILURE);
            return;
        }
        conditions.set(
                new Condition(
                        RolloutConditions.REPLICA_FAILURE,
                        failure.get().path("status").asString(""),
                        failure.get().path("reason").asString(""),
                        failure.get().path("message").asString("")));
    }

    private Optional<JsonNode> anyOldFailure() {
        return replicas.old().stream()
                .map(RolloutStatus::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<JsonNode> failure(ReplicaSet set) {
        return Conditions.find(set.status(), RolloutConditions.REPLICA_FAILURE);
    }

    private Optional<Duration> untilStuck(JsonNode counts, RolloutConditions conditions) {
        Optional<Condition> now = conditions.find(RolloutConditions.PROGRESSING);
        boolean settled =
                isComplete(counts)
                        || now.filter(condition -> condition.reason().equals(TIMED_OUT))
                                .isPresent();
        if (settled) {
            return Optional.empty();
        }
        // One second more, because the times in conditions are whole seconds.
        return deadline(conditions)
                .map(deadline ->
                        Duration.between(rollout.clock().instant(), deadline).plusSeconds(1));
    }
}
