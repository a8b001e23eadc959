package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quota.PodResources;
import dev.purser.api.quota.ResourceAmounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares the resources of an object with one limit of a LimitRange; says what is out of bounds
/// in Kubernetes' words.
final class LimitBounds {
    private final String type;
    private final Map<String, Quantity> requests;
    private final Map<String, Quantity> limits;
    private final List<String> problems = new ArrayList<>();

    private LimitBounds(String type, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        this.type = type;
        this.requests = requests;
        this.limits = limits;
    }

    /// What a limit of type `Container` or `Pod` finds wrong with a pod.
    static List<String> ofPod(JsonNode limit, KubeObject pod) {
        String type = limit.path("type").asString("");
        List<String> problems = new ArrayList<>();
        switch (type) {
            case "Container" -> {
                for (ObjectNode container :
                        PodRequests.containers(pod, "containers", "initContainers")) {
                    JsonNode resources = container.path("resources");
                    problems.addAll(
                            new LimitBounds(
                                            type,
                                            quantities(resources.path("requests")),
                                            quantities(resources.path("limits")))
                                    .check(limit));
                }
            }
            case "Pod" -> {
                PodResources resources = PodResources.asked(pod);
                problems.addAll(
                        new LimitBounds(
                                        type,
                                        resources.ownRequests().asMap(),
                                        resources.ownLimits().asMap())
                                .check(limit));
            }
            default -> {
                // Other types bound other kinds.
            }
        }
        return problems;
    }

    /// What a limit of type `PersistentVolumeClaim` finds wrong with a claim.
    static List<String> ofClaim(JsonNode limit, KubeObject claim) {
        String type = limit.path("type").asString("");
        if (!type.equals("PersistentVolumeClaim")) {
            return List.of();
        }
        Map<String, Quantity> requests =
                quantities(claim.spec().path("resources").path("requests"));
        LimitBounds bounds = new LimitBounds(type, requests, Map.of());
        quantities(limit.path("min")).forEach(bounds::checkMin);
        quantities(limit.path("max")).forEach(bounds::checkMaxRequest);
        return bounds.problems;
    }

    private List<String> check(JsonNode limit) {
        quantities(limit.path("min")).forEach(this::checkMin);
        quantities(limit.path("max")).forEach(this::checkMax);
        quantities(limit.path("maxLimitRequestRatio")).forEach(this::checkRatio);
        return problems;
    }

    private void checkMin(String resource, Quantity min) {
        String bound = "minimum %s usage per %s is %s".formatted(resource, type, min);
        Optional<Quantity> request = Optional.ofNullable(requests.get(resource));
        Optional<Quantity> limit = Optional.ofNullable(limits.get(resource));
        if (request.isEmpty()) {
            problems.add(bound + ".  No request is specified");
        } else if (request.get().compareTo(min) < 0) {
            problems.add(bound + ", but request is " + request.get());
        } else if (limit.isPresent() && limit.get().compareTo(min) < 0) {
            problems.add(bound + ", but limit is " + limit.get());
        }
    }

    private void checkMax(String resource, Quantity max) {
        String bound = "maximum %s usage per %s is %s".formatted(resource, type, max);
        Optional<Quantity> request = Optional.ofNullable(requests.get(resource));
        Optional<Quantity> limit = Optional.ofNullable(limits.get(resource));
        if (limit.isEmpty()) {
            problems.add(bound + ".  No limit is specified");
        } else if (limit.get().compareTo(max) > 0) {
            problems.add(bound + ", but limit is " + limit.get());
        } else if (request.isPresent() && request.get().compareTo(max) > 0) {
            problems.add(bound + ", but request is " + request.get());
        }
    }

    private void checkMaxRequest(String resource, Quantity max) {
        String bound = "maximum %s usage per %s is %s".formatted(resource, type, max);
        Optional<Quantity> request = Optional.ofNullable(requests.get(resource));
        if (request.isEmpty()) {
            problems.add(bound + ".  No request is specified");
        } else if (request.get().compareTo(max) > 0) {
            problems.add(bound + ", but request is " + request.get());
        }
    }

    private void checkRatio(String resource, Quantity max) {
        String bound = "%s max limit to request ratio per %s is %s".formatted(resource, type, max);
        Quantity request = requests.getOrDefault(resource, Quantity.ZERO);
        Quantity limit = limits.getOrDefault(resource, Quantity.ZERO);
        if (request.isZero()) {
            problems.add(bound + ", but no request is specified or request is 0");
        } else if (limit.isZero()) {
            problems.add(bound + ", but no limit is specified or limit is 0");
        } else {
            BigDecimal ratio = limit.amount().divide(request.amount(), MathContext.DECIMAL64);
            if (ratio.compareTo(max.amount()) > 0) {
                problems.add(
                        String.format(Locale.ROOT, "%s, but provided ratio is %f", bound, ratio));
            }
        }
    }

    private static Map<String, Quantity> quantities(JsonNode list) {
        return ResourceAmounts.of(list).asMap();
    }
}
