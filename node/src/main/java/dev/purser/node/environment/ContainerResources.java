package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The values that a `resourceFieldRef` stands for, such as `limits.cpu`. Thread-safe.
public final class ContainerResources {
    private static final NodeResources NOTHING =
            new NodeResources(Quantity.ZERO, Quantity.ZERO, Quantity.ZERO);

    private final NodeResources node;

    public ContainerResources(NodeResources node) {
        this.node = node;
    }

    /// The amount in units of the divisor, rounded up, as a volume shows it: a container without a
    /// limit is told what the node has.
    ///
    /// @param ref the `resourceFieldRef`, which names its container
    public String value(KubeObject pod, JsonNode ref) throws ConfigErrorException {
        return value(pod, ref, node, node);
    }

    /// The amount as a container's environment shows it: without a limit of the container that of
    /// the pod counts, then what the node has. An init container that is named by others has no
    /// such defaults.
    ///
    /// @param container whose environment this is, and which is meant unless `ref` names another
    public String value(KubeObject pod, JsonNode container, JsonNode ref)
            throws ConfigErrorException {
        NodeResources limits = podLimits(pod);
        return ref.path("containerName").asString("").isEmpty()
                ? valueOf(container, ref, limits)
                : value(pod, ref, limits, NOTHING);
    }

    private static String value(
            KubeObject pod, JsonNode ref, NodeResources defaults, NodeResources initDefaults)
            throws ConfigErrorException {
        String name = ref.path("containerName").asString("");
        JsonNode spec = pod.json().path("spec");
        for (JsonNode container : spec.path("containers")) {
            if (container.path("name").asString("").equals(name)) {
                return valueOf(container, ref, defaults);
            }
        }
        for (JsonNode container : spec.path("initContainers")) {
            if (container.path("name").asString("").equals(name)) {
                return valueOf(container, ref, initDefaults);
            }
        }
        throw new ConfigErrorException("container %s not found".formatted(name));
    }

    private NodeResources podLimits(KubeObject pod) {
        JsonNode limits = pod.json().path("spec").path("resources").path("limits");
        return new NodeResources(
                nonZero(limits.path("cpu")).orElse(node.cpu()),
                nonZero(limits.path("memory")).orElse(node.memory()),
                node.ephemeralStorage());
    }

    private static String valueOf(JsonNode container, JsonNode ref, NodeResources defaults)
            throws ConfigErrorException {
        String field = ref.path("resource").asString("");
        JsonNode resources = container.path("resources");
        Quantity amount =
                switch (field) {
                    case "limits.cpu", "limits.memory", "limits.ephemeral-storage" ->
                            limit(resources, field.substring("limits.".length()), defaults);
                    case "requests.cpu", "requests.memory", "requests.ephemeral-storage" ->
                            request(resources, field.substring("requests.".length()));
                    default -> hugePages(resources, field);
                };
        return divide(amount, divisor(ref), field.endsWith(".cpu"));
    }

    private static Quantity limit(JsonNode resources, String name, NodeResources defaults) {
        return nonZero(resources.path("limits").path(name))
                .orElseGet(() ->
                        switch (name) {
                            case "cpu" -> defaults.cpu();
                            case "memory" -> defaults.memory();
                            default -> defaults.ephemeralStorage();
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
        return nonZero(ref.path("divisor")).orElse(Quantity.of(1));
    }

    private static Optional<Quantity> nonZero(JsonNode text) {
        return quantity(text).filter(amount -> !amount.isZero());
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
