package dev.purser.api.kind.pod;

import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks the requests and limits of a container.
final class ResourceValidation {
    private static final Set<String> CONTAINER_RESOURCES =
            Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD_RESOURCES =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage",
                    "pods",
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims",
                    "storage",
                    "requests.storage",
                    "services.nodeports",
                    "services.loadbalancers");
    private static final String HUGE_PAGES = "hugepages-";

    private ResourceValidation() {}

    static void validate(JsonNode resources, String path, FieldErrors errors) {
        JsonNode limits = resources.path("limits");
        JsonNode requests = resources.path("requests");
        validateAmounts(limits, path + ".limits", errors);
        validateAmounts(requests, path + ".requests", errors);
        for (Map.Entry<String, JsonNode> request : requests.properties()) {
            JsonNode limit = limits.get(request.getKey());
            if (limit != null) {
                Quantity amount = Quantity.parse(request.getValue().asString("0"));
                Quantity most = Quantity.parse(limit.asString("0"));
                compare(request.getKey(), List.of(amount, most), path + ".requests", errors);
            } else if (!mayBeOvercommitted(request.getKey())) {
                errors.required(
                        path + ".limits", "Limit must be set for non overcommitable resources");
            }
        }
    }

    private static void compare(
            String name, List<Quantity> requestAndLimit, String path, FieldErrors errors) {
        Quantity request = requestAndLimit.getFirst();
        Quantity limit = requestAndLimit.getLast();
        int order = request.compareTo(limit);
        if (order != 0 && !mayBeOvercommitted(name)) {
            errors.invalid(
                    path,
                    request.toString(),
                    "must be equal to %s limit of %s".formatted(name, limit));
        } else if (order > 0) {
            errors.invalid(
                    path,
                    request.toString(),
                    "must be less than or equal to %s limit of %s".formatted(name, limit));
        }
    }

    private static void validateAmounts(JsonNode amounts, String path, FieldErrors errors) {
        for (Map.Entry<String, JsonNode> amount : amounts.properties()) {
            String name = amount.getKey();
            String place = "%s[%s]".formatted(path, name);
            validateName(name, place, errors);
            Quantity quantity = Quantity.parse(amount.getValue().asString("0"));
            if (quantity.signum() < 0) {
                errors.invalid(place, quantity.toString(), "must be greater than or equal to 0");
            }
            boolean isFraction = quantity.amount().remainder(BigDecimal.ONE).signum() != 0;
            if (isFraction && !mayBeOvercommitted(name)) {
                errors.invalid(place, quantity.toString(), "must be an integer");
            }
        }
    }

    static void validateName(String name, String path, FieldErrors errors) {
        List<String> complaints = LabelSyntax.keyErrors(name);
        complaints.forEach(why -> errors.invalid(path, name, why));
        if (name.contains("/")) {
            return;
        }
        boolean isHugePages = name.startsWith(HUGE_PAGES);
        if (complaints.isEmpty() && !isHugePages && !STANDARD_RESOURCES.contains(name)) {
            errors.invalid(path, name, "must be a standard resource type or fully qualified");
        }
        if (!isHugePages && !CONTAINER_RESOURCES.contains(name)) {
            errors.invalid(path, name, "must be a standard resource for containers");
        }
    }

    /// Kubernetes' own resources may be promised more often than they exist, except for huge pages;
    /// those of others may not.
    private static boolean mayBeOvercommitted(String name) {
        boolean isNative = !name.contains("/") || name.contains("kubernetes.io/");
        return isNative && !name.startsWith(HUGE_PAGES);
    }
}
