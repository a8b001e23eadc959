package dev.purser.api.managed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Merges an applied configuration into an object: what the configuration gives wins, everything
/// else stays.
final class ConfigurationMerge {
    private ConfigurationMerge() {}

    /// @return the merged object, which shares parts of both
    static ObjectNode merge(ObjectNode live, ObjectNode configuration, Shape shape) {
        return merge(shape, live, configuration) instanceof ObjectNode merged
                ? merged
                : JsonNodeFactory.instance.objectNode();
    }

    private static @Nullable JsonNode merge(
            Shape shape, @Nullable JsonNode live, @Nullable JsonNode given) {
        boolean turned = live != null && given != null && live.isContainer() != given.isContainer();
        if (turned) {
            return given;
        }
        boolean bothEmpty = (live == null || live.isEmpty()) && (given == null || given.isEmpty());
        if (shape.isAtomic() || bothEmpty) {
            return given == null ? live : given;
        }
        boolean list = (live != null && live.isArray()) || (given != null && given.isArray());
        return list ? mergeItems(shape, live, given) : mergeMembers(shape, live, given);
    }

    private static @Nullable JsonNode mergeMembers(
            Shape shape, @Nullable JsonNode live, @Nullable JsonNode given) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        Map<PathElement, Shape.Part> old = shape.givenMembers(live);
        Map<PathElement, Shape.Part> fresh = shape.givenMembers(given);
        Map<PathElement, Shape.Part> all = new LinkedHashMap<>(old);
        fresh.forEach(all::putIfAbsent);
        all.forEach((element, part) -> {
            JsonNode merged =
                    merge(part.shape(), valueOf(old.get(element)), valueOf(fresh.get(element)));
            if (merged != null) {
                result.set(element.text(), merged);
            }
        });
        return result.isEmpty() ? null : result;
    }

    private static @Nullable JsonNode valueOf(Shape.@Nullable Part part) {
        return part == null ? null : part.value();
    }

    /// Items in the order of the configuration where it has them; the others stay in front of what
    /// they were in front of.
    private static @Nullable JsonNode mergeItems(
            Shape shape, @Nullable JsonNode live, @Nullable JsonNode given) {
        List<Item> old = items(shape, live);
        List<Item> fresh = items(shape, given);
        Map<PathElement, JsonNode> oldByElement = byElement(old);
        Map<PathElement, JsonNode> freshByElement = byElement(fresh);
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        Set<PathElement> done = new HashSet<>();
        int next = 0;
        for (Item item : old) {
            if (!freshByElement.containsKey(item.element)) {
                result.add(item.value);
            } else if (!done.contains(item.element)) {
                while (next < fresh.size()) {
                    Item wanted = fresh.get(next++);
                    add(shape, wanted, oldByElement, result, done);
                    if (wanted.element.equals(item.element)) {
                        break;
                    }
                }
            }
        }
        while (next < fresh.size()) {
            add(shape, fresh.get(next++), oldByElement, result, done);
        }
        return result.isEmpty() ? null : result;
    }

    private record Item(PathElement element, JsonNode value) {}

    private static void add(
            Shape shape,
            Item wanted,
            Map<PathElement, JsonNode> old,
            ArrayNode result,
            Set<PathElement> done) {
        done.add(wanted.element);
        JsonNode merged = merge(shape.items(), old.get(wanted.element), wanted.value);
        if (merged != null) {
            result.add(merged);
        }
    }

    private static List<Item> items(Shape shape, @Nullable JsonNode list) {
        List<Item> items = new ArrayList<>();
        if (list != null) {
            list.forEach(value -> items.add(new Item(shape.identityOf(value), value)));
        }
        return items;
    }

    private static Map<PathElement, JsonNode> byElement(List<Item> items) {
        Map<PathElement, JsonNode> result = new LinkedHashMap<>();
        items.forEach(item -> result.put(item.element, item.value));
        return result;
    }
}
