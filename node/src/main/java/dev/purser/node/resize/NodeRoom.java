package dev.purser.node.resize;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.PodResources;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Whether a pod fits beside others into what the node has for pods, with kubelet's words when it
/// does not. Immutable.
///
/// @param allocatable by resource
public record NodeRoom(Map<String, Quantity> allocatable) {
    private static final List<String> FIRST = List.of("cpu", "memory", "ephemeral-storage");

    public NodeRoom {
        allocatable = Map.copyOf(allocatable);
    }

    /// Why a pod does not fit; empty when it does.
    ///
    /// @param others all pods that are here already, without this one
    Optional<Verdict> obstacle(PodSpec pod, Collection<PodSpec> others) {
        Quantity most = allocatable.get("pods");
        if (most != null && others.size() + 1 > most.value()) {
            return Optional.of(outOf("pods", 1, others.size(), most.value()));
        }
        Map<String, Quantity> requests = PodResources.withOverhead(pod, "requests");
        TreeSet<String> rest = new TreeSet<>(requests.keySet());
        FIRST.forEach(rest::remove);
        for (String name : FIRST) {
            Optional<Verdict> verdict = obstacle(name, requests, others);
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return rest.stream()
                .filter(allocatable::containsKey)
                .flatMap(name -> obstacle(name, requests, others).stream())
                .findFirst();
    }

    private Optional<Verdict> obstacle(
            String name, Map<String, Quantity> requests, Collection<PodSpec> others) {
        long asked = amount(name, requests.getOrDefault(name, Quantity.ZERO));
        if (asked == 0) {
            return Optional.empty();
        }
        long capacity = amount(name, allocatable.getOrDefault(name, Quantity.ZERO));
        long used = 0;
        for (PodSpec other : others) {
            used +=
                    amount(
                            name,
                            PodResources.withOverhead(other, "requests")
                                    .getOrDefault(name, Quantity.ZERO));
        }
        return asked > capacity - used
                ? Optional.of(outOf(name, asked, used, capacity))
                : Optional.empty();
    }

    private static long amount(String name, Quantity quantity) {
        return name.equals("cpu") ? quantity.millis() : quantity.value();
    }

    private static Verdict outOf(String resource, long requested, long used, long capacity) {
        return new Verdict(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                        .formatted(resource, requested, used, capacity));
    }
}
