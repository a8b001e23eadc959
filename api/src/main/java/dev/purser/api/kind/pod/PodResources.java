package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Resources that a Pod asks for as a whole (KEP-2837), beside those of its containers.
final class PodResources {
    private static final String RESOURCES = "resources";
    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";

    private PodResources() {}

    /// What the containers need together. Init containers run before the others, except for
    /// sidecars, which run beside all that follow.
    private static Map<String, Quantity> sum(JsonNode spec, String kind) {
        Map<String, Quantity> running = new TreeMap<>();
        for (ObjectNode container : Trees.items(spec, Containers.MAIN)) {
            merge(running, amounts(container, kind), Quantity::add);
        }
        Map<String, Quantity> sidecars = new TreeMap<>();
        Map<String, Quantity> starting = new TreeMap<>();
        for (ObjectNode container : Trees.items(spec, Containers.INIT)) {
            Map<String, Quantity> own = amounts(container, kind);
            Map<String, Quantity> together = new TreeMap<>(sidecars);
            merge(together, own, Quantity::add);
            if (Containers.isSidecar(container)) {
                merge(running, own, Quantity::add);
                sidecars = together;
            }
            merge(starting, together, PodResources::larger);
        }
        merge(running, starting, PodResources::larger);
        return running;
    }

    private static Map<String, Quantity> amounts(JsonNode owner, String kind) {
        return amounts(owner.path(RESOURCES).path(kind));
    }

    private static Map<String, Quantity> amounts(JsonNode map) {
        Map<String, Quantity> amounts = new TreeMap<>();
        map.propertyNames().forEach(name -> amounts.put(name, Quantities.get(map, name)));
        return amounts;
    }

    private static void merge(
            Map<String, Quantity> into,
            Map<String, Quantity> from,
            BinaryOperator<Quantity> operator) {
        from.forEach((name, amount) -> into.merge(name, amount, operator));
    }

    private static Quantity larger(Quantity one, Quantity other) {
        return other.compareTo(one) > 0 ? other : one;
    }

    /// Whether the Pod asks for anything as a whole.
    static boolean areSet(JsonNode spec) {
        JsonNode own = spec.path(RESOURCES);
        return !own.path(REQUESTS).isEmpty() || !own.path(LIMITS).isEmpty();
    }

    /// Completes what a Pod asks for from what its containers ask for (`DefaultPodLevelResources`).
    static void setDefaults(ObjectNode spec) {
        if (!areSet(spec)) {
            return;
        }
        ObjectNode own = Trees.ensure(spec, RESOURCES);
        setHugePageLimits(spec, own);
        setRequests(spec, own);
        setLimits(spec, own);
    }

    private static void setHugePageLimits(ObjectNode spec, ObjectNode own) {
        sum(spec, LIMITS)
                .forEach((name, limit) -> {
                    if (ResourceNames.isHugePages(name) && !own.path(REQUESTS).has(name)) {
                        putIfAbsent(own, LIMITS, name, limit);
                    }
                });
    }

    private static void setRequests(ObjectNode spec, ObjectNode own) {
        sum(spec, REQUESTS)
                .forEach((name, request) -> {
                    if (ResourceNames.isForPods(name) && ResourceNames.mayBeOvercommitted(name)) {
                        putIfAbsent(own, REQUESTS, name, request);
                    }
                });
        for (Map.Entry<String, Quantity> limit : amounts(own.path(LIMITS)).entrySet()) {
            if (ResourceNames.isForPods(limit.getKey())) {
                putIfAbsent(own, REQUESTS, limit.getKey(), limit.getValue());
            }
        }
    }

    /// A resource that all containers limit is limited for the Pod too.
    private static void setLimits(ObjectNode spec, ObjectNode own) {
        Map<String, Quantity> limits = sum(spec, LIMITS);
        for (Map.Entry<String, Quantity> request : amounts(own.path(REQUESTS)).entrySet()) {
            String name = request.getKey();
            boolean isLimited =
                    Containers.all(spec).stream()
                            .allMatch(container -> amounts(container, LIMITS).containsKey(name));
            Quantity limit = limits.get(name);
            if (ResourceNames.isForPods(name) && isLimited && limit != null) {
                putIfAbsent(own, LIMITS, name, larger(limit, request.getValue()));
            }
        }
    }

    private static void putIfAbsent(ObjectNode own, String kind, String name, Quantity amount) {
        ObjectNode amounts = Trees.ensure(own, kind);
        if (!amounts.has(name)) {
            amounts.put(name, amount.toString());
        }
    }

    /// Checks a Pod's own resources, and that they cover its containers.
    static void validate(Spot spec) {
        Spot own = spec.at(RESOURCES);
        if (!own.isGiven()) {
            return;
        }
        if (spec.at("os").text("name").equals("windows")) {
            own.forbidden("may not be set for a windows pod");
            return;
        }
        Spot claims = own.at("claims");
        if (claims.isGiven()) {
            claims.forbidden("claims may not be set for Resources at pod-level");
        }
        ResourceValidation.validateForPod(own);
        ResourceClaims.validateUses(claims, ResourceClaims.names(spec.at("resourceClaims")));
        validateCover(spec, own);
    }

    private static void validateCover(Spot spec, Spot own) {
        requireCover(own.at(REQUESTS), sum(spec.node(), REQUESTS), "requests");
        Map<String, Quantity> limits = sum(spec.node(), LIMITS);
        limits.keySet().removeIf(name -> !ResourceNames.isHugePages(name));
        requireCover(own.at(LIMITS), limits, "limits");
        List<Spot> containers = spec.items(Containers.MAIN);
        for (int i = 0; i < containers.size(); i++) {
            Spot place = own.at("containers[%d]".formatted(i));
            requireFit(containers.get(i), own.at(LIMITS), place);
        }
    }

    private static void requireCover(Spot own, Map<String, Quantity> sums, String kind) {
        sums.forEach((name, sum) -> {
            Quantity amount = Quantities.get(own.node(), name);
            if (own.has(name) && sum.compareTo(amount) > 0) {
                own.key(name)
                        .invalid(
                                amount.toString(),
                                "must be greater than or equal to aggregate container %s of %s"
                                        .formatted(kind, sum));
            }
        });
    }

    private static void requireFit(Spot container, Spot limits, Spot place) {
        amounts(container.node(), LIMITS)
                .forEach((name, limit) -> {
                    Quantity most = Quantities.get(limits.node(), name);
                    if (limits.has(name) && limit.compareTo(most) > 0) {
                        place.key(name)
                                .at("limits")
                                .invalid(
                                        limit.toString(),
                                        "must be less than or equal to pod limits of " + most);
                    }
                });
    }
}
