package dev.purser.controllers.replicaset;

import dev.purser.client.cache.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a ReplicaSet's last pass did that the cache has not shown yet. Until it has, the cache
/// undercounts or overcounts the pods, and acting on it would do the work twice. Thread-safe.
final class Expectations {
    /// After so long a watch event was lost for good, and the cache is believed again.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Map<ObjectKey, Pending> pending = new HashMap<>();

    Expectations(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Pending {
        private final Instant since;
        private final Set<String> deletions = new HashSet<>();
        private int creations;

        Pending(Instant since) {
            this.since = since;
        }

        boolean isFulfilled() {
            return creations <= 0 && deletions.isEmpty();
        }
    }

    /// This many pods are about to be created.
    synchronized void expectCreations(ObjectKey set, int count) {
        renew(set).creations = count;
    }

    /// The pods of these uids are about to be deleted.
    synchronized void expectDeletions(ObjectKey set, Set<String> podUids) {
        renew(set).deletions.addAll(podUids);
    }

    private Pending renew(ObjectKey set) {
        Pending fresh = new Pending(clock.instant());
        pending.put(set, fresh);
        return fresh;
    }

    /// A creation was seen, or will not happen.
    synchronized void creationDone(ObjectKey set) {
        Pending entry = pending.get(set);
        if (entry != null) {
            entry.creations--;
        }
    }

    /// A deletion was seen, or will not happen.
    synchronized void deletionDone(ObjectKey set, String podUid) {
        Pending entry = pending.get(set);
        if (entry != null) {
            entry.deletions.remove(podUid);
        }
    }

    /// Whether the cache has caught up with everything done to this set.
    synchronized boolean areFulfilled(ObjectKey set) {
        Pending entry = pending.get(set);
        return entry == null
                || entry.isFulfilled()
                || clock.instant().isAfter(entry.since.plus(PATIENCE));
    }

    synchronized void forget(ObjectKey set) {
        pending.remove(set);
    }
}
