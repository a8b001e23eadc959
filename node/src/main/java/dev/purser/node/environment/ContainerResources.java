package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The values that a `resourceFieldRef` stands for, such as `limits.cpu`. Thread-safe.
public final class ContainerResources {
    private static final String[] CONTAINER_LISTS = {"containers", "initContainers"};

    private final NodeResources node;

    public ContainerResources(NodeResources node) {
        this.node = node;
    }

    /// The amount in units of the divisor, rounded up.
    ///
    /// @param ref the `resourceFieldRef`, which names its container
    public String value(KubeObject pod, JsonNode ref) throws ConfigErrorException {
        String name = ref.path("containerName").asString("");
        for (String list : CONTAINER_LISTS) {
            for (JsonNode container : pod.json().path("spec").path(list)) {
                if (container.path("name").asString("").equals(name)) {
                    return valueOf(container, ref);
                }
            }
        }
        throw new ConfigErrorException("container %s not found".formatted(name));
    }

    /// The same, for a reference that means its own container unless it names another.
    public String value(KubeObject pod, JsonNode container, JsonNode ref)
            throws ConfigErrorException {
        return ref.path("containerName").asString("").isEmpty()
                ? valueOf(container, ref)
                : value(pod, ref);
    }

    private String valueOf(JsonNode container, JsonNode ref) throws ConfigErrorException {
        String field = ref.path("resource").asString("");
        JsonNode resources = container.path("resources");
        Quantity amount =
                switch (field) {
                    case "limits.cpu", "limits.memory", "limits.ephemeral-storage" ->
                            limit(resources, field.substring("limits.".length()));
                    case "requests.cpu", "requests.memory", "requests.ephemeral-storage" ->
                            request(resources, field.substring("requests.".length()));
                    default -> hugePages(resources, field);
                };
        return divide(amount, divisor(ref), field.endsWith(".cpu"));
    }

    private Quantity limit(JsonNode resources, String name) {
        return quantity(resources.path("limits").path(name))
                .orElseGet(() ->
                        switch (name) {
                            case "cpu" -> node.cpu();
                            case "memory" -> node.memory();
                            default -> node.ephemeralStorage();
                        });
    }

    private static Quantity request(JsonNode resources, String name) {
        return quantity(resources.path("requests").path(name)).orElse(Quantity.ZERO);
    }

    private static Quantity hugePages(JsonNode resources, String field)
            throws ConfigErrorException {
        int dot = field.indexOf('.');
        String list = dot < 0 ? "" : field.substring(0, dot);
        String name = field.substring(dot + 1);
        if (!name.startsWith("hugepages-") || !(list.equals("limits") || list.equals("requests"))) {
            throw new ConfigErrorException("unsupported container resource : " + field);
        }
        return quantity(resources.path(list).path(name)).orElse(Quantity.ZERO);
    }

    private static Quantity divisor(JsonNode ref) {
        return quantity(ref.path("divisor")).filter(d -> !d.isZero()).orElse(Quantity.of(1));
    }

    private static Optional<Quantity> quantity(JsonNode text) {
        return text.isMissingNode() || text.isNull()
                ? Optional.empty()
                : Optional.of(Quantity.parse(text.asString("")));
    }

    private static String divide(Quantity amount, Quantity divisor, boolean inThousandths) {
        long units = inThousandths ? amount.millis() : amount.value();
        long size = inThousandths ? divisor.millis() : divisor.value();
        return BigDecimal.valueOf(units)
                .divide(BigDecimal.valueOf(size), 0, RoundingMode.CEILING)
                .toPlainString();
    }
}
