package dev.purser.api.quota;

import dev.purser.api.kind.pod.QualityOfService;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods, and what their containers may take of a node. Pods that have ended count as objects only.
record PodUsage(InstantSource clock) implements Usage {
    private static final String COUNT = ObjectCount.name("pods");
    private static final String PODS = "pods";
    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";
    private static final String HUGE_PAGES = "hugepages-";
    private static final String DEVICE_CLASS = "deviceclass.resource.kubernetes.io/";
    private static final List<String> COMPUTE = List.of("cpu", "memory", "ephemeral-storage");

    /// Containers must set these where a quota counts them; only these, by an old mistake.
    private static final List<String> MUST_BE_SET =
            List.of(
                    "cpu",
                    "memory",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory");

    @Override
    public Set<String> matching(Collection<String> names) {
        Set<String> result = new HashSet<>();
        for (String name : names) {
            if (isOwn(name) || isExtended(name)) {
                result.add(name);
            }
        }
        return result;
    }

    private static boolean isOwn(String name) {
        String bare =
                name.startsWith(REQUESTS)
                        ? name.substring(REQUESTS.length())
                        : name.startsWith(LIMITS) ? name.substring(LIMITS.length()) : name;
        return name.equals(COUNT)
                || name.equals(PODS)
                || COMPUTE.contains(bare)
                || name.startsWith(HUGE_PAGES)
                || name.startsWith(REQUESTS + HUGE_PAGES);
    }

    private static boolean isExtended(String name) {
        return name.startsWith(REQUESTS)
                && (!isNative(name) || name.startsWith(REQUESTS + DEVICE_CLASS));
    }

    private static boolean isNative(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    @Override
    public ResourceAmounts of(KubeObject pod) {
        ResourceAmounts result = ResourceAmounts.nothing().with(COUNT, Quantity.of(1));
        if (isOver(pod)) {
            return result;
        }
        PodResources resources = PodResources.effective(pod);
        return result.plus(compute(resources.requests(), resources.limits()));
    }

    /// Whether the pod has ended, or should have long ago: then it must not keep others from
    /// starting.
    private boolean isOver(KubeObject pod) {
        String phase = pod.json().path("status").path("phase").asString("");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return true;
        }
        JsonNode grace = pod.metadata().path("deletionGracePeriodSeconds");
        return grace.isNumber()
                && pod.deletionTimestamp()
                        .map(Instant::parse)
                        .map(due -> due.plusSeconds(grace.asLong()))
                        .filter(end -> clock.instant().isAfter(end))
                        .isPresent();
    }

    private static ResourceAmounts compute(ResourceAmounts requests, ResourceAmounts limits) {
        ResourceAmounts result = ResourceAmounts.nothing().with(PODS, Quantity.of(1));
        for (var request : requests.asMap().entrySet()) {
            String name = request.getKey();
            boolean isPlain = COMPUTE.contains(name) || name.startsWith(HUGE_PAGES);
            if (isPlain) {
                result = result.with(name, request.getValue());
            }
            if (isPlain || !isNative(name) || name.startsWith(DEVICE_CLASS)) {
                result = result.with(REQUESTS + name, request.getValue());
            }
        }
        for (String name : COMPUTE) {
            Optional<Quantity> limit = limits.find(name);
            if (limit.isPresent()) {
                result = result.with(LIMITS + name, limit.get());
            }
        }
        return result;
    }

    @Override
    public boolean isIn(QuotaScope scope, KubeObject pod) {
        return switch (scope.name()) {
            case "Terminating" -> hasDeadline(pod);
            case "NotTerminating" -> !hasDeadline(pod);
            case "BestEffort" -> isBestEffort(pod);
            case "NotBestEffort" -> !isBestEffort(pod);
            case "PriorityClass" -> scope.matchesAny(priorityClass(pod));
            case "CrossNamespacePodAffinity" -> CrossNamespaceAffinity.isIn(pod);
            default -> false;
        };
    }

    private static boolean hasDeadline(KubeObject pod) {
        JsonNode deadline = pod.json().path("spec").path("activeDeadlineSeconds");
        return deadline.isNumber() && deadline.asLong() >= 0;
    }

    private static boolean isBestEffort(KubeObject pod) {
        String known = pod.json().path("status").path("qosClass").asString("");
        String quality = known.isEmpty() ? QualityOfService.of(pod.spec()).toString() : known;
        return quality.equals("BestEffort");
    }

    private static Set<String> priorityClass(KubeObject pod) {
        String name = pod.json().path("spec").path("priorityClassName").asString("");
        return name.isEmpty() ? Set.of() : Set.of(name);
    }

    @Override
    public Optional<String> missing(Collection<String> names, KubeObject pod) {
        if (PodResources.isPodLevelSet(pod)) {
            return Optional.empty();
        }
        Map<String, Set<String>> containersOf = new TreeMap<>();
        JsonNode spec = pod.json().path("spec");
        for (String list : List.of("containers", "initContainers")) {
            for (ObjectNode container : Trees.items(spec, list)) {
                ResourceAmounts set =
                        compute(
                                ResourceAmounts.of(container.path("resources").path("requests")),
                                ResourceAmounts.of(container.path("resources").path("limits")));
                MUST_BE_SET.stream()
                        .filter(names::contains)
                        .filter(name -> set.find(name).isEmpty())
                        .forEach(name ->
                                containersOf
                                        .computeIfAbsent(name, _ -> new TreeSet<>())
                                        .add(Trees.text(container, "name")));
            }
        }
        if (containersOf.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        containersOf.forEach(
                (name, containers) -> parts.add(name + " for: " + String.join(",", containers)));
        return Optional.of("must specify " + String.join("; ", parts));
    }
}
