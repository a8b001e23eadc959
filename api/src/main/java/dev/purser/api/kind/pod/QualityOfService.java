package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which class of service the requests and limits of a Pod buy it.
public final class QualityOfService {
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private QualityOfService() {}

    /// `Guaranteed` when every container has equal requests and limits of CPU and memory,
    /// `BestEffort` when none has any, otherwise `Burstable`.
    public static String of(ObjectNode spec) {
        JsonNode own = spec.path("resources");
        if (!own.isEmpty()) {
            return classOf(List.of(own));
        }
        List<JsonNode> resources = new ArrayList<>();
        for (String list : List.of("containers", "initContainers")) {
            Trees.items(spec, list)
                    .forEach(container -> resources.add(container.path("resources")));
        }
        return classOf(resources);
    }

    private static String classOf(List<JsonNode> all) {
        boolean isGuaranteed = true;
        boolean asksForAnything = false;
        for (JsonNode resources : all) {
            Set<String> limited = nonZero(resources.path("limits"));
            Set<String> requested = nonZero(resources.path("requests"));
            asksForAnything |= !limited.isEmpty() || !requested.isEmpty();
            isGuaranteed &= limited.containsAll(RESOURCES) && isEqual(resources);
        }
        if (!asksForAnything) {
            return "BestEffort";
        }
        return isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean isEqual(JsonNode resources) {
        return RESOURCES.stream()
                .allMatch(name ->
                        quantity(resources.path("limits"), name)
                                .equals(quantity(resources.path("requests"), name)));
    }

    private static Set<String> nonZero(JsonNode amounts) {
        Set<String> names = new HashSet<>();
        for (String name : RESOURCES) {
            if (quantity(amounts, name).signum() > 0) {
                names.add(name);
            }
        }
        return names;
    }

    private static Quantity quantity(JsonNode amounts, String name) {
        return Quantity.parse(amounts.path(name).asString("0"));
    }
}
