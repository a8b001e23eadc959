package dev.purser.node.admission;

import dev.purser.node.spec.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The pods that this node has taken on and that have not ended: what they take, others cannot
/// have. Thread-safe.
public final class Neighbours {
    private final Set<String> admitted = new HashSet<>();
    private Supplier<List<PodSpec>> active = List::of;

    /// Where the pods are found from now on.
    ///
    /// @param pods all of this node of which something runs or is to run
    public synchronized void follow(Supplier<List<PodSpec>> pods) {
        active = pods;
    }

    /// The other pods that were taken on.
    synchronized List<PodSpec> of(PodSpec pod) {
        List<PodSpec> all = active.get();
        admitted.retainAll(
                all.stream().map(each -> each.identity().uid()).collect(Collectors.toSet()));
        return all.stream()
                .filter(each -> !each.identity().uid().equals(pod.identity().uid()))
                // Those that an earlier process took on began to run.
                .filter(each ->
                        admitted.contains(each.identity().uid()) || each.startTime().isPresent())
                .toList();
    }

    /// The pod is taken on.
    synchronized void add(PodSpec pod) {
        admitted.add(pod.identity().uid());
    }
}
