package dev.purser.api.kind.pod;

import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks requests and limits, of containers and of whole Pods (`validateResourceRequirements`).
final class ResourceValidation {
    private final Spot resources;
    private final NameRule nameRule;

    /// What the names of resources must look like.
    @FunctionalInterface
    private interface NameRule {
        void check(String name, String path, FieldErrors errors);
    }

    private ResourceValidation(Spot resources, NameRule nameRule) {
        this.resources = resources;
        this.nameRule = nameRule;
    }

    static void validateForContainer(Spot resources) {
        new ResourceValidation(resources, ContainerResourceNames::validate).validate();
    }

    static void validateForPod(Spot resources) {
        new ResourceValidation(resources, ContainerResourceNames::validateForPod).validate();
    }

    /// Checks what a Pod costs beyond its containers.
    static void validateOverhead(Spot overhead) {
        ObjectNode limits = JsonNodeFactory.instance.objectNode();
        limits.set("limits", overhead.node());
        validateForContainer(new Spot(limits, overhead.path(), overhead.errors()));
    }

    private void validate() {
        Spot limits = resources.at("limits");
        Spot requests = resources.at("requests");
        limits.members(this::validateAmount);
        requests.members((name, request) -> {
            validateAmount(name, request);
            compareToLimit(name, limits);
        });
        Set<String> names = new TreeSet<>(limits.node().propertyNames());
        names.addAll(requests.node().propertyNames());
        boolean hasHugePages = names.stream().anyMatch(ResourceNames::isHugePages);
        if (hasHugePages && !names.contains("cpu") && !names.contains("memory")) {
            resources.forbidden("HugePages require cpu or memory");
        }
    }

    private void validateAmount(String name, Spot amount) {
        nameRule.check(name, amount.path(), amount.errors());
        Quantity quantity = Quantity.parse(amount.text());
        if (quantity.signum() < 0) {
            amount.invalid(quantity.toString(), "must be greater than or equal to 0");
        }
        if (ResourceNames.isInteger(name) && Quantities.isFractional(quantity)) {
            amount.invalid(quantity.toString(), "must be an integer");
        }
        if (ResourceNames.isHugePages(name) && !isWholePages(name, quantity)) {
            amount.invalid(
                    quantity.toString(),
                    "%s is not positive integer multiple of %s".formatted(quantity, name));
        }
    }

    private static boolean isWholePages(String name, Quantity amount) {
        try {
            Quantity page = Quantity.parse(name.substring(ResourceNames.HUGE_PAGES.length()));
            return page.signum() > 0
                    && !Quantities.isFractional(page)
                    && BigDecimal.valueOf(amount.value()).remainder(page.amount()).signum() == 0;
        } catch (QuantityFormatException e) {
            return false;
        }
    }

    private void compareToLimit(String name, Spot limits) {
        Spot requests = resources.at("requests");
        boolean mayExceedSupply = ResourceNames.mayBeOvercommitted(name);
        if (!limits.has(name)) {
            if (!mayExceedSupply) {
                limits.required("Limit must be set for non overcommitable resources");
            }
            return;
        }
        Quantity request = Quantities.get(requests.node(), name);
        Quantity limit = Quantities.get(limits.node(), name);
        int order = request.compareTo(limit);
        if (order != 0 && !mayExceedSupply) {
            requests.invalid(
                    request.toString(), "must be equal to %s limit of %s".formatted(name, limit));
        } else if (order > 0) {
            requests.invalid(
                    request.toString(),
                    "must be less than or equal to %s limit of %s".formatted(name, limit));
        }
    }
}
