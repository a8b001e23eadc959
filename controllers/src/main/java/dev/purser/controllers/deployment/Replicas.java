package dev.purser.controllers.deployment;

import dev.purser.controllers.replicaset.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The ReplicaSets of a Deployment: the one of its present template, if it exists, and the others
/// by age.
record Replicas(Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    /// The eldest first.
    static final Comparator<ReplicaSet> BY_AGE =
            Comparator.comparing(ReplicaSet::creationTimestamp).thenComparing(ReplicaSet::name);

    Replicas {
        old = old.stream().sorted(BY_AGE).toList();
    }

    List<ReplicaSet> all() {
        List<ReplicaSet> all = new ArrayList<>(old);
        newest.ifPresent(all::add);
        return all;
    }

    /// The others that want pods.
    List<ReplicaSet> activeOld() {
        return old.stream().filter(set -> set.replicas() > 0).toList();
    }

    /// How many pods all of them want.
    int wanted() {
        return sum(ReplicaSet::replicas);
    }

    int sum(ToIntFunction<ReplicaSet> count) {
        return all().stream().mapToInt(count).sum();
    }

    int newest(ToIntFunction<ReplicaSet> count) {
        return newest.stream().mapToInt(count).sum();
    }
}
