package dev.purser.node.status;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.PodSpec;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a whole pod asks for: the sum of its containers that run side by side, or the most that an
/// init container asks for where that is more. A pod's own resources stand above its containers'.
public final class PodResources {
    private PodResources() {}

    /// The pod's `requests`, or its `limits`, by resource.
    ///
    /// @param field `requests` or `limits`
    public static Map<String, Quantity> of(PodSpec pod, String field) {
        Map<String, Quantity> lasting = new TreeMap<>();
        Map<String, Quantity> most = new TreeMap<>();
        for (ContainerSpec container : pod.initContainers()) {
            Map<String, Quantity> own = amounts(container.json(), field);
            if (container.role() == Role.SIDECAR) {
                add(lasting, own);
                raise(most, lasting);
            } else {
                // It runs beside the sidecars before it.
                add(own, lasting);
                raise(most, own);
            }
        }
        Map<String, Quantity> total = new TreeMap<>(lasting);
        pod.mainContainers().forEach(each -> add(total, amounts(each.json(), field)));
        raise(total, most);
        total.putAll(amounts(pod.json(), field));
        return total;
    }

    /// The same with the pod's overhead. A limit that there is not is none with overhead either.
    ///
    /// @param field `requests` or `limits`
    public static Map<String, Quantity> withOverhead(PodSpec pod, String field) {
        Map<String, Quantity> total = of(pod, field);
        for (Map.Entry<String, JsonNode> entry : pod.json().path("overhead").properties()) {
            Quantity overhead = Quantity.parse(entry.getValue().asString("0"));
            if (field.equals("requests")) {
                total.merge(entry.getKey(), overhead, Quantity::add);
            } else {
                total.computeIfPresent(entry.getKey(), (_, limit) -> limit.add(overhead));
            }
        }
        return total;
    }

    private static void add(Map<String, Quantity> to, Map<String, Quantity> what) {
        what.forEach((name, each) -> to.merge(name, each, Quantity::add));
    }

    private static void raise(Map<String, Quantity> to, Map<String, Quantity> atLeast) {
        atLeast.forEach((name, each) -> to.merge(name, each, PodResources::larger));
    }

    static ObjectNode toJson(Map<String, Quantity> amounts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        amounts.forEach((name, amount) -> json.put(name, amount.toString()));
        return json;
    }

    private static Map<String, Quantity> amounts(JsonNode owner, String field) {
        Map<String, Quantity> amounts = new TreeMap<>();
        owner.path("resources")
                .path(field)
                .properties()
                .forEach(entry ->
                        amounts.put(
                                entry.getKey(), Quantity.parse(entry.getValue().asString("0"))));
        return amounts;
    }

    private static Quantity larger(Quantity one, Quantity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
