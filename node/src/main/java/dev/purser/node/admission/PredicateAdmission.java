package dev.purser.node.admission;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.NodeAffinity;
import dev.purser.api.selector.Taint;
import dev.purser.node.pod.PodAdmission;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.PodResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Asks again what a scheduler asks, since pods may come without one: another system, resources,
/// labels, ports, taints. One pod at a time. Thread-safe.
public final class PredicateAdmission implements PodAdmission {
    private static final String STATIC = "kubernetes.io/config.source";
    private static final List<String> BYTES = List.of("memory", "ephemeral-storage");

    private final Map<String, Quantity> allocatable;
    private final Neighbours neighbours;
    private final Supplier<Optional<KubeObject>> node;

    /// @param allocatable what pods may ask for together, by resource
    /// @param node the Node object; empty when the API cannot be asked, and then labels and taints
    ///   keep no pod away
    public PredicateAdmission(
            Map<String, Quantity> allocatable,
            Neighbours neighbours,
            Supplier<Optional<KubeObject>> node) {
        this.allocatable = Map.copyOf(allocatable);
        this.neighbours = neighbours;
        this.node = node;
    }

    @Override
    public synchronized Optional<Verdict> refusal(PodSpec pod) {
        List<PodSpec> others = neighbours.of(pod);
        Optional<Verdict> refusal =
                otherSystem(pod)
                        .or(() -> strictGroups(pod))
                        .or(() -> lacking(pod, others))
                        .or(() -> otherNode(pod))
                        .or(() -> takenPort(pod, others))
                        .or(() -> taint(pod));
        if (refusal.isEmpty()) {
            neighbours.add(pod);
        }
        return refusal;
    }

    private static Optional<Verdict> otherSystem(PodSpec pod) {
        String label = pod.pod().labels().getOrDefault("kubernetes.io/os", "linux");
        if (!label.equals("linux")) {
            return Optional.of(
                    new Verdict(
                            "PodOSSelectorNodeLabelDoesNotMatch",
                            "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"));
        }
        String system = pod.json().path("os").path("name").asString("linux");
        return system.equals("linux")
                ? Optional.empty()
                : Optional.of(
                        new Verdict(
                                "PodOSNotSupported",
                                "Failed to admit pod as the OS field doesn't match node OS"));
    }

    /// The runtimes that this node starts always count the groups of the image's user too.
    private static Optional<Verdict> strictGroups(PodSpec pod) {
        return pod.security().path("supplementalGroupsPolicy").asString("").equals("Strict")
                ? Optional.of(
                        new Verdict(
                                "SupplementalGroupsPolicyNotSupported",
                                "SupplementalGroupsPolicy=Strict is not supported in this node"))
                : Optional.empty();
    }

    private Optional<Verdict> lacking(PodSpec pod, List<PodSpec> others) {
        long max = amount("pods").value();
        if (others.size() + 1 > max) {
            return Optional.of(outOf("pods", 1, others.size(), max));
        }
        Map<String, Quantity> asked = PodResources.withOverhead(pod, "requests");
        for (String name : List.of("cpu", "memory", "ephemeral-storage")) {
            long requested = units(name, asked);
            long used =
                    others.stream()
                            .mapToLong(each ->
                                    units(name, PodResources.withOverhead(each, "requests")))
                            .sum();
            long capacity = units(name, allocatable);
            if (requested > 0 && requested > capacity - used) {
                return Optional.of(outOf(name, requested, used, capacity));
            }
        }
        return Optional.empty();
    }

    /// Processors are counted in thousandths.
    private static long units(String name, Map<String, Quantity> amounts) {
        Quantity amount = amounts.getOrDefault(name, Quantity.ZERO);
        return BYTES.contains(name) ? amount.value() : amount.millis();
    }

    private Quantity amount(String name) {
        return allocatable.getOrDefault(name, Quantity.ZERO);
    }

    private static Verdict outOf(String resource, long requested, long used, long capacity) {
        return new Verdict(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                        .formatted(resource, requested, used, capacity));
    }

    private Optional<Verdict> otherNode(PodSpec pod) {
        JsonNode spec = pod.json();
        boolean isChoosy =
                !spec.path("nodeSelector").isEmpty()
                        || spec.path("affinity").path("nodeAffinity").isObject();
        return isChoosy
                        && node.get()
                                .filter(each -> !NodeAffinity.matches(pod.pod(), each))
                                .isPresent()
                ? Optional.of(
                        predicate(
                                "NodeAffinity",
                                "node(s) didn't match Pod's node affinity/selector"))
                : Optional.empty();
    }

    private static Optional<Verdict> takenPort(PodSpec pod, List<PodSpec> others) {
        return HostPorts.areFree(pod, others)
                ? Optional.empty()
                : Optional.of(
                        predicate(
                                "NodePorts",
                                "node(s) didn't have free ports for the requested pod ports"));
    }

    private Optional<Verdict> taint(PodSpec pod) {
        if (!pod.pod().annotations().getOrDefault(STATIC, "api").equals("api")) {
            return Optional.empty();
        }
        boolean isKeptAway =
                node.get().stream()
                        .flatMap(each -> each.json().path("spec").path("taints").valueStream())
                        .map(Taint::of)
                        .filter(each -> each.effect().equals("NoExecute"))
                        .anyMatch(each -> !each.isToleratedBy(pod.pod()));
        return isKeptAway
                ? Optional.of(
                        predicate(
                                "TaintToleration",
                                "node(s) had taints that the pod didn't tolerate"))
                : Optional.empty();
    }

    private static Verdict predicate(String name, String why) {
        return new Verdict(name, "Predicate %s failed: %s".formatted(name, why));
    }
}
