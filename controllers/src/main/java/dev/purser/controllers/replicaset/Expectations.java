package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What was done to the pods of a ReplicaSet that the cache may not show yet. Until it does, it
/// counts too few or too many pods, and acting on that would do the work twice. Thread-safe.
///
/// The cache itself is asked, not the stream of its changes: changes may be lost together with a
/// watch, but never the state that they led to.
final class Expectations {
    private final Informer pods;
    private final Map<ObjectKey, Pending> pendingBySet = new HashMap<>();

    /// @param pods has the index by uid
    Expectations(Informer pods) {
        this.pods = pods;
    }

    /// What the cache must show: these versions of created pods, and no deleted pod as it was.
    private record Pending(Set<String> createdVersions, Set<String> deletedUids) {
        Pending() {
            this(new HashSet<>(), new HashSet<>());
        }
    }

    synchronized void created(ObjectKey set, KubeObject pod) {
        pending(set).createdVersions().add(pod.resourceVersion());
    }

    synchronized void deleted(ObjectKey set, KubeObject pod) {
        pending(set).deletedUids().add(pod.uid());
    }

    private Pending pending(ObjectKey set) {
        return pendingBySet.computeIfAbsent(set, _ -> new Pending());
    }

    /// Whether the cache has caught up with everything done to this set.
    synchronized boolean areFulfilled(ObjectKey set) {
        Pending pending = pendingBySet.get(set);
        if (pending == null) {
            return true;
        }
        pending.createdVersions().removeIf(pods::hasSeen);
        pending.deletedUids().removeIf(uid -> !isShownAlive(uid));
        boolean fulfilled = pending.createdVersions().isEmpty() && pending.deletedUids().isEmpty();
        if (fulfilled) {
            pendingBySet.remove(set);
        }
        return fulfilled;
    }

    private boolean isShownAlive(String uid) {
        return pods.cache().find(ObjectIndex.byUid(), uid).stream()
                .anyMatch(pod -> pod.deletionTimestamp().isEmpty());
    }

    synchronized void forget(ObjectKey set) {
        pendingBySet.remove(set);
    }
}
