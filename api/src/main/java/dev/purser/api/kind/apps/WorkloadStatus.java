package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the statuses of workloads have in common: counts of Pods that fit together.
final class WorkloadStatus {
    private static final String REPLICAS = "replicas";
    private static final String READY = "readyReplicas";
    private static final String AVAILABLE = "availableReplicas";
    private static final String COLLISIONS = "collisionCount";

    private final Spot status;

    private WorkloadStatus(Spot status) {
        this.status = status;
    }

    static WorkloadStatus of(KubeObject object, FieldErrors errors) {
        return new WorkloadStatus(new Spot(object.status(), "status", errors));
    }

    WorkloadStatus requireNonNegative(String... counts) {
        WorkloadSpec.requireNonNegative(status, List.of(counts));
        return this;
    }

    /// Refuses counts above the number of all Pods.
    WorkloadStatus requireAtMostAll(String... counts) {
        for (String count : counts) {
            if (status.at(count).number() > status.at(REPLICAS).number()) {
                status.at(count).invalidNumber("cannot be greater than status.replicas");
            }
        }
        return this;
    }

    /// Refuses more available Pods than are ready.
    ///
    /// @param ready how the complaint calls those that are ready
    WorkloadStatus requireAvailableAreReady(String ready) {
        Spot available = status.at(AVAILABLE);
        if (available.number() > status.at(READY).number()) {
            available.invalidNumber("cannot be greater than " + ready);
        }
        return this;
    }

    /// Collisions of names can only become more. A count that is left out is none.
    void requireNoFewerCollisions(JsonNode old) {
        Spot count = status.at(COLLISIONS);
        if (count.number() < old.path(COLLISIONS).asLong(0)) {
            count.invalidNumber("cannot be decremented");
        }
    }
}
