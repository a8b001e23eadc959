package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.event.EventRecorder;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.replicaset.ReplicaSet;
import java.time.InstantSource;
import java.util.function.Consumer;

/// One pass over one Deployment: its present form, and the changes that a pass can make. Used by
/// one thread.
final class Rollout {
    private final Api api;
    private final EventRecorder recorder;
    private final InstantSource clock;
    private Deployment deployment;

    Rollout(Api api, EventRecorder recorder, InstantSource clock, Deployment deployment) {
        this.api = api;
        this.recorder = recorder;
        this.clock = clock;
        this.deployment = deployment;
    }

    Deployment deployment() {
        return deployment;
    }

    Api api() {
        return api;
    }

    EventRecorder recorder() {
        return recorder;
    }

    RolloutConditions conditions() {
        return new RolloutConditions(deployment.status().path("conditions"), clock);
    }

    InstantSource clock() {
        return clock;
    }

    /// Changes status or annotations of the Deployment and writes them, if anything did change.
    ///
    /// @return whether something was written
    boolean write(Consumer<KubeObject> change) {
        KubeObject changed = deployment.object().copy();
        change.accept(changed);
        if (JsonEquality.same(changed.json(), deployment.object().json())) {
            return false;
        }
        deployment = new Deployment(api.updateStatus(Resources.DEPLOYMENTS, changed));
        return true;
    }

    /// Gives a ReplicaSet its new size and the Deployment's present sizes as annotations.
    ///
    /// @return the ReplicaSet as it is now
    ReplicaSet scale(ReplicaSet set, int size) {
        KubeObject changed = set.object().copy();
        RevisionAnnotations.setSizes(changed, deployment);
        changed.spec().put("replicas", size);
        if (JsonEquality.same(changed.json(), set.object().json())) {
            return set;
        }
        ReplicaSet scaled = new ReplicaSet(api.update(Resources.REPLICA_SETS, changed));
        if (size != set.replicas()) {
            reportScaling(set.name(), set.replicas(), size);
        }
        return scaled;
    }

    void reportScaling(String set, int from, int to) {
        recorder.normal(
                deployment.object(),
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(to > from ? "up" : "down", set, from, to));
    }
}
