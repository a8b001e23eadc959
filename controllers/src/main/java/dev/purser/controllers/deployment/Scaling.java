package dev.purser.controllers.deployment;

import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows a change of the Deployment's size. In the middle of a rollout every ReplicaSet grows or
/// shrinks in proportion, so that the risk stays shared as it was.
final class Scaling {
    private final Rollout rollout;
    private final Deployment deployment;

    Scaling(Rollout rollout) {
        this.rollout = rollout;
        this.deployment = rollout.deployment();
    }

    /// Whether the Deployment's size has changed since its ReplicaSets were scaled.
    static boolean isNeeded(Deployment deployment, List<ReplicaSet> sets) {
        return sets.stream()
                .filter(set -> set.replicas() > 0)
                .mapToLong(RevisionAnnotations::desired)
                .anyMatch(desired -> desired >= 0 && desired != deployment.replicas());
    }

    void run(Replicas replicas) {
        Optional<ReplicaSet> only = onlyActiveOrLatest(replicas);
        if (only.isPresent()) {
            if (only.get().replicas() != deployment.replicas()) {
                rollout.scale(only.get(), deployment.replicas());
            }
        } else if (replicas.newest().filter(this::isSaturated).isPresent()) {
            replicas.activeOld().forEach(set -> rollout.scale(set, 0));
        } else if (!deployment.isRecreate()) {
            scaleProportionally(replicas);
        }
    }

    private static Optional<ReplicaSet> onlyActiveOrLatest(Replicas replicas) {
        List<ReplicaSet> active =
                replicas.all().stream().filter(set -> set.replicas() > 0).toList();
        if (active.size() == 1) {
            return Optional.of(active.getFirst());
        }
        if (!active.isEmpty()) {
            return Optional.empty();
        }
        return replicas.newest().or(() -> replicas.old().stream().max(Replicas.BY_AGE));
    }

    private boolean isSaturated(ReplicaSet newest) {
        return newest.replicas() == deployment.replicas()
                && RevisionAnnotations.desired(newest) == deployment.replicas()
                && newest.availableReplicas() == deployment.replicas();
    }

    private void scaleProportionally(Replicas replicas) {
        List<ReplicaSet> active =
                new ArrayList<>(replicas.all().stream().filter(set -> set.replicas() > 0).toList());
        int total = active.stream().mapToInt(ReplicaSet::replicas).sum();
        int allowed = deployment.replicas() > 0 ? deployment.replicas() + deployment.maxSurge() : 0;
        int toAdd = allowed - total;
        active.sort(order(toAdd));
        Map<String, Integer> sizes = new HashMap<>();
        int added = 0;
        for (ReplicaSet set : active) {
            int share = toAdd == 0 ? 0 : share(set, toAdd - added);
            added += share;
            sizes.put(set.name(), set.replicas() + share);
        }
        for (int i = 0; i < active.size(); i++) {
            ReplicaSet set = active.get(i);
            int leftover = i == 0 ? toAdd - added : 0;
            rollout.scale(set, Math.max(0, sizes.getOrDefault(set.name(), 0) + leftover));
        }
    }

    /// The largest first; among equals the youngest when growing, the eldest when shrinking.
    private static Comparator<ReplicaSet> order(int toAdd) {
        Comparator<ReplicaSet> bySize = Comparator.comparingInt(ReplicaSet::replicas).reversed();
        return bySize.thenComparing(toAdd > 0 ? Replicas.BY_AGE.reversed() : Replicas.BY_AGE);
    }

    /// This ReplicaSet's part of the change, no more than what is left of it.
    private int share(ReplicaSet set, int left) {
        int fraction = fraction(set);
        return left > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private int fraction(ReplicaSet set) {
        if (deployment.replicas() == 0) {
            return -set.replicas();
        }
        long maxBefore = RevisionAnnotations.max(set);
        long base = maxBefore > 0 ? maxBefore : Math.max(1, set.statusReplicas());
        double wanted =
                (double) set.replicas() * (deployment.replicas() + deployment.maxSurge()) / base;
        return (int) Math.round(wanted) - set.replicas();
    }
}
