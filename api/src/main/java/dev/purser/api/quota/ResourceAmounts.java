package dev.purser.api.quota;

import dev.purser.api.quantity.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Amounts by resource name (`ResourceList`). Immutable.
public final class ResourceAmounts {
    private static final ResourceAmounts NOTHING = new ResourceAmounts(new TreeMap<>());

    private final SortedMap<String, Quantity> amounts;

    private ResourceAmounts(SortedMap<String, Quantity> amounts) {
        this.amounts = amounts;
    }

    /// No resources at all.
    public static ResourceAmounts nothing() {
        return NOTHING;
    }

    /// Reads a map of quantities that has passed structural validation; empty for anything else.
    public static ResourceAmounts of(JsonNode json) {
        SortedMap<String, Quantity> amounts = new TreeMap<>();
        json.properties()
                .forEach(entry ->
                        amounts.put(
                                entry.getKey(), Quantity.parse(entry.getValue().asString("0"))));
        return new ResourceAmounts(amounts);
    }

    public static ResourceAmounts of(Map<String, Quantity> amounts) {
        return new ResourceAmounts(new TreeMap<>(amounts));
    }

    /// The same with one resource set.
    public ResourceAmounts with(String name, Quantity amount) {
        SortedMap<String, Quantity> more = new TreeMap<>(amounts);
        more.put(name, amount);
        return new ResourceAmounts(more);
    }

    public Optional<Quantity> find(String name) {
        return Optional.ofNullable(amounts.get(name));
    }

    /// The names, sorted.
    public Set<String> names() {
        return Set.copyOf(amounts.keySet());
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /// The amounts by name, sorted; not to be changed.
    public Map<String, Quantity> asMap() {
        return java.util.Collections.unmodifiableMap(amounts);
    }

    /// The sum, for every resource that either has.
    public ResourceAmounts plus(ResourceAmounts other) {
        return merged(other, Quantity::add);
    }

    /// The greater amount of each resource that either has.
    public ResourceAmounts max(ResourceAmounts other) {
        return merged(other, (a, b) -> b.compareTo(a) > 0 ? b : a);
    }

    private ResourceAmounts merged(ResourceAmounts other, BinaryOperator<Quantity> merge) {
        SortedMap<String, Quantity> result = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> result.merge(name, amount, merge));
        return new ResourceAmounts(result);
    }

    /// The difference, zero where it would be less.
    public ResourceAmounts minus(ResourceAmounts other) {
        SortedMap<String, Quantity> result = new TreeMap<>();
        other.amounts.keySet().forEach(name -> result.put(name, Quantity.ZERO));
        amounts.forEach((name, amount) -> {
            Quantity taken = other.amounts.get(name);
            Quantity left = taken == null ? amount : amount.subtract(taken);
            result.put(name, left.signum() > 0 ? left : Quantity.ZERO);
        });
        return new ResourceAmounts(result);
    }

    /// What there is of these resources.
    public ResourceAmounts only(Collection<String> names) {
        return filtered((name, _) -> names.contains(name));
    }

    public ResourceAmounts withoutZeros() {
        return filtered((_, amount) -> !amount.isZero());
    }

    private ResourceAmounts filtered(BiPredicate<String, Quantity> kept) {
        SortedMap<String, Quantity> result = new TreeMap<>();
        amounts.forEach((name, amount) -> {
            if (kept.test(name, amount)) {
                result.put(name, amount);
            }
        });
        return new ResourceAmounts(result);
    }

    /// The resources of which there is less than nothing.
    public List<String> negative() {
        return List.copyOf(filtered((_, amount) -> amount.signum() < 0).amounts.keySet());
    }

    /// The resources of which there is more than a limit allows; what has no limit is not among
    /// them.
    public List<String> above(ResourceAmounts limits) {
        return List.copyOf(
                filtered(
                                (name, amount) -> {
                                    Quantity limit = limits.amounts.get(name);
                                    return limit != null && amount.compareTo(limit) > 0;
                                })
                        .amounts
                        .keySet());
    }

    /// The amounts as Kubernetes' JSON has them.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        amounts.forEach((name, amount) -> json.put(name, amount.toString()));
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceAmounts that && amounts.equals(that.amounts);
    }

    @Override
    public int hashCode() {
        return amounts.hashCode();
    }

    /// The form of Kubernetes' messages: `cpu=1,memory=2Gi`.
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
