package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// What a Pod needs at once (KEP-753, KEP-2837): its containers and sidecars together, or as much
/// as an init container needs beside the sidecars that started before it.
public final class PodResources {
    private static final Set<String> POD_LEVEL = Set.of("cpu", "memory");
    private static final String HUGE_PAGES = "hugepages-";

    private final JsonNode spec;
    private final Map<String, JsonNode> statuses = new HashMap<>();
    private final boolean isResizeInfeasible;

    private PodResources(KubeObject pod, JsonNode status) {
        this.spec = pod.json().path("spec");
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode container : status.path(list)) {
                statuses.put(Trees.text(container, "name"), container);
            }
        }
        this.isResizeInfeasible = isResizeInfeasible(status);
    }

    /// What the Pod's spec asks for.
    public static PodResources asked(KubeObject pod) {
        return new PodResources(pod, MissingNode.getInstance());
    }

    /// What the Pod has or asks for, whichever is more: while a resize is under way both count
    /// (KEP-1287).
    public static PodResources effective(KubeObject pod) {
        return new PodResources(pod, pod.json().path("status"));
    }

    private static boolean isResizeInfeasible(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (Trees.text(condition, "type").equals("PodResizePending")) {
                return Trees.text(condition, "reason").equals("Infeasible");
            }
        }
        return false;
    }

    /// Whether the Pod sets resources for all its containers together.
    public static boolean isPodLevelSet(KubeObject pod) {
        JsonNode own = pod.json().path("spec").path("resources");
        return hasPodLevel(own.path("requests")) || hasPodLevel(own.path("limits"));
    }

    private static boolean hasPodLevel(JsonNode amounts) {
        return amounts.propertyNames().stream().anyMatch(PodResources::isPodLevel);
    }

    private static boolean isPodLevel(String resource) {
        return POD_LEVEL.contains(resource) || resource.startsWith(HUGE_PAGES);
    }

    /// Requests, the overhead of the Pod's runtime included.
    public ResourceAmounts requests() {
        return ownRequests().plus(ResourceAmounts.of(spec.path("overhead")));
    }

    /// Requests of the containers, or of the Pod where it sets them.
    public ResourceAmounts ownRequests() {
        ResourceAmounts allocated = aggregate(this::allocatedRequests);
        ResourceAmounts actual = aggregate(this::actualRequests);
        ResourceAmounts sum = actual.max(allocated);
        if (!isResizeInfeasible) {
            sum = sum.max(aggregate(container -> amounts(container, "requests")));
        }
        return withPodLevel(sum, "requests");
    }

    /// Limits. The overhead of the Pod's runtime raises those that there are.
    public ResourceAmounts limits() {
        ResourceAmounts limits = ownLimits();
        ResourceAmounts overhead = ResourceAmounts.of(spec.path("overhead"));
        return limits.plus(overhead.only(limits.withoutZeros().names()));
    }

    /// Limits of the containers, or of the Pod where it sets them.
    public ResourceAmounts ownLimits() {
        ResourceAmounts sum = aggregate(this::actualLimits);
        if (!isResizeInfeasible) {
            sum = sum.max(aggregate(container -> amounts(container, "limits")));
        }
        return withPodLevel(sum, "limits");
    }

    private ResourceAmounts withPodLevel(ResourceAmounts sum, String list) {
        ResourceAmounts result = sum;
        for (var own : amounts(spec, list).asMap().entrySet()) {
            if (isPodLevel(own.getKey())) {
                result = result.with(own.getKey(), own.getValue());
            }
        }
        return result;
    }

    private ResourceAmounts aggregate(Function<ObjectNode, ResourceAmounts> ofContainer) {
        ResourceAmounts together = ResourceAmounts.nothing();
        for (ObjectNode container : Trees.items(spec, "containers")) {
            together = together.plus(ofContainer.apply(container));
        }
        ResourceAmounts sidecars = ResourceAmounts.nothing();
        ResourceAmounts initial = ResourceAmounts.nothing();
        for (ObjectNode container : Trees.items(spec, "initContainers")) {
            ResourceAmounts own = ofContainer.apply(container);
            if (Trees.text(container, "restartPolicy").equals("Always")) {
                together = together.plus(own);
                sidecars = sidecars.plus(own);
                initial = initial.max(sidecars);
            } else {
                initial = initial.max(sidecars.plus(own));
            }
        }
        return together.max(initial);
    }

    private ResourceAmounts allocatedRequests(ObjectNode container) {
        JsonNode allocated = status(container).path("allocatedResources");
        return allocated.isObject() ? ResourceAmounts.of(allocated) : fallback(container);
    }

    private ResourceAmounts actualRequests(ObjectNode container) {
        JsonNode actual = status(container).path("resources").path("requests");
        return actual.isObject() ? ResourceAmounts.of(actual) : allocatedRequests(container);
    }

    private ResourceAmounts actualLimits(ObjectNode container) {
        JsonNode actual = status(container).path("resources").path("limits");
        if (actual.isObject()) {
            return ResourceAmounts.of(actual);
        }
        return isResizeInfeasible ? ResourceAmounts.nothing() : amounts(container, "limits");
    }

    private ResourceAmounts fallback(ObjectNode container) {
        return isResizeInfeasible ? ResourceAmounts.nothing() : amounts(container, "requests");
    }

    private JsonNode status(ObjectNode container) {
        return statuses.getOrDefault(Trees.text(container, "name"), MissingNode.getInstance());
    }

    private static ResourceAmounts amounts(JsonNode owner, String list) {
        return ResourceAmounts.of(owner.path("resources").path(list));
    }
}
