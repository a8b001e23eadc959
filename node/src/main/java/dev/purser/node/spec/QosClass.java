package dev.purser.node.spec;

import dev.purser.api.quantity.Quantity;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How much a pod is protected when resources run short, from what it asks for.
public enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;

    QosClass(String text) {
        this.text = text;
    }

    /// The class as the API spells it.
    public String text() {
        return text;
    }

    /// The class of a pod. The resources of the pod itself, where it has some, decide alone.
    public static QosClass of(PodSpec pod) {
        JsonNode own = pod.json().path("resources");
        List<JsonNode> resources =
                own.has("requests") || own.has("limits")
                        ? List.of(own)
                        : pod.allContainers().stream()
                                .filter(each -> each.role() != ContainerSpec.Role.EPHEMERAL)
                                .map(each -> each.json().path("resources"))
                                .toList();
        if (resources.stream().allMatch(QosClass::asksNothing)) {
            return BEST_EFFORT;
        }
        return resources.stream().allMatch(QosClass::isBounded) ? GUARANTEED : BURSTABLE;
    }

    private static boolean asksNothing(JsonNode resources) {
        return COUNTED.stream()
                .allMatch(name ->
                        isZero(resources.path("requests").path(name))
                                && isZero(resources.path("limits").path(name)));
    }

    /// Limits for everything, and requests, where given, as high as the limits.
    private static boolean isBounded(JsonNode resources) {
        return COUNTED.stream()
                .allMatch(name -> {
                    JsonNode limit = resources.path("limits").path(name);
                    JsonNode request = resources.path("requests").path(name);
                    return !isZero(limit)
                            && (isZero(request) || quantity(request).equals(quantity(limit)));
                });
    }

    private static boolean isZero(JsonNode amount) {
        return amount.isMissingNode() || quantity(amount).isZero();
    }

    private static Quantity quantity(JsonNode amount) {
        return Quantity.parse(amount.asString("0"));
    }
}
