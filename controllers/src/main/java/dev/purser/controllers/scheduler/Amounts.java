package dev.purser.controllers.scheduler;

import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Amounts of resources by name; what is not named is none. Immutable.
record Amounts(Map<String, Quantity> byName) {
    static final Amounts NONE = new Amounts(Map.of());

    Amounts {
        byName = Map.copyOf(byName);
    }

    /// Reads a resource list; what is no quantity counts as nothing.
    static Amounts of(JsonNode resourceList) {
        Map<String, Quantity> amounts = new HashMap<>();
        resourceList
                .properties()
                .forEach(entry -> amounts.put(entry.getKey(), quantity(entry.getValue())));
        return new Amounts(amounts);
    }

    private static Quantity quantity(JsonNode value) {
        try {
            return Quantity.parse(value.asString(""));
        } catch (QuantityFormatException e) {
            return Quantity.ZERO;
        }
    }

    Quantity get(String name) {
        return byName.getOrDefault(name, Quantity.ZERO);
    }

    /// The names, in order.
    Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    Amounts plus(Amounts other) {
        Map<String, Quantity> sum = new HashMap<>(byName);
        other.byName.forEach((name, amount) -> sum.merge(name, amount, Quantity::add));
        return new Amounts(sum);
    }

    /// The larger amount of each resource.
    Amounts max(Amounts other) {
        Map<String, Quantity> larger = new HashMap<>(byName);
        other.byName.forEach((name, amount) ->
                larger.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new Amounts(larger);
    }

    /// These amounts, replaced by the others where those name one.
    Amounts overriddenBy(Amounts other) {
        Map<String, Quantity> merged = new HashMap<>(byName);
        merged.putAll(other.byName);
        return new Amounts(merged);
    }
}
