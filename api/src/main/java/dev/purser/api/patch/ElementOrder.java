package dev.purser.api.patch;

import dev.purser.api.codec.GoConversion;
import dev.purser.api.meta.JsonEquality;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The order of merged lists: what the patch names comes in the patch's order, the rest keeps its
/// place before what it came before.
///
/// See
/// <https://git.k8s.io/design-proposals-archive/cli/preserve-order-in-strategic-merge-patch.md>.
final class ElementOrder {
    private ElementOrder() {}

    /// Merges the lists for which the patch has a `$setElementOrder/NAME` and takes both out of the
    /// patch.
    static void apply(ObjectNode original, ObjectNode patch, Optional<? extends Schema> schema) {
        for (Map.Entry<String, JsonNode> member : List.copyOf(patch.properties())) {
            if (member.getKey().startsWith(StrategicMerge.ORDER_PREFIX)) {
                patch.remove(member.getKey());
                String name = StrategicMerge.listName(member.getKey(), StrategicMerge.ORDER_PREFIX);
                requireKnown(name, schema);
                applyTo(
                        name,
                        original,
                        patch,
                        list(member.getValue()),
                        StrategicMerge.Rule.of(schema, name));
            }
        }
    }

    private static void requireKnown(String name, Optional<? extends Schema> schema) {
        if (schema.orElse(null) instanceof ObjectSchema object && object.field(name).isEmpty()) {
            throw PatchErrors.failed(
                    "unable to find api field in struct %s for the json field \"%s\""
                            .formatted(object.simpleName(), name));
        }
    }

    private static ArrayNode list(JsonNode node) {
        if (node instanceof ArrayNode list) {
            return list;
        }
        throw PatchErrors.failed(
                "expected a []interface {}, but received a " + GoConversion.goType(node));
    }

    private static void applyTo(
            String name,
            ObjectNode original,
            ObjectNode patch,
            ArrayNode order,
            StrategicMerge.Rule rule) {
        JsonNode old = original.get(name);
        JsonNode change = patch.remove(name);
        ArrayNode oldList = old == null ? order.arrayNode() : list(old);
        ArrayNode changes = change == null ? order.arrayNode() : list(change);
        String key = rule.merge().key();
        requireAgreement(changes, order, key);
        if (old == null && change == null) {
            return;
        }
        if (!key.isEmpty()) {
            order.forEach(item -> ListMerge.keyOf(item, key));
        }
        List<JsonNode> serverOrder = ListMerge.items(oldList);
        ArrayNode merged = oldList;
        if (old == null) {
            StrategicMerge.removeDirectives(changes);
            merged = changes;
        } else if (change != null) {
            merged = ListMerge.merge(oldList.deepCopy(), changes, rule);
        }
        original.set(
                name, order(ListMerge.items(merged), ListMerge.items(order), serverOrder, key));
    }

    /// Every item of the patch that stays must be in the order list, in the same order.
    private static void requireAgreement(ArrayNode changes, ArrayNode order, String key) {
        if (changes.isEmpty() || order.isEmpty()) {
            return;
        }
        int position = 0;
        for (JsonNode change : changes) {
            if (change.has(StrategicMerge.DIRECTIVE)) {
                continue;
            }
            while (position < order.size() && !sameItem(change, order.path(position), key)) {
                position++;
            }
            if (position++ >= order.size()) {
                throw PatchErrors.failed(
                        "The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                                .formatted(GoText.print(changes), GoText.print(order)));
            }
        }
    }

    private static boolean sameItem(JsonNode left, JsonNode right, String key) {
        return key.isEmpty()
                ? JsonEquality.same(left, right)
                : JsonEquality.same(ListMerge.keyOf(left, key), ListMerge.keyOf(right, key));
    }

    /// Puts merged items in order.
    ///
    /// @param patchOrder the items that the patch orders
    /// @param serverOrder the items as they were
    /// @param key the merge key; empty for scalars
    static ArrayNode order(
            List<JsonNode> merged,
            List<JsonNode> patchOrder,
            List<JsonNode> serverOrder,
            String key) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (indexOf(patchOrder, item, key) >= 0 ? named : others).add(item));
        named.sort(Comparator.comparingInt(item -> indexOf(patchOrder, item, key)));
        others.sort(Comparator.comparingInt(item -> indexOf(serverOrder, item, key)));
        return interleave(others, named, item -> indexOf(serverOrder, item, key));
    }

    private interface Position {
        /// Where the item was, or -1.
        int of(JsonNode item);
    }

    /// Takes an item of the others first only when it was in front of the next named one.
    private static ArrayNode interleave(
            List<JsonNode> others, List<JsonNode> named, Position position) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (JsonNode item : named) {
            int place = position.of(item);
            while (next < others.size()
                    && place >= 0
                    && position.of(others.get(next)) >= 0
                    && position.of(others.get(next)) < place) {
                result.add(others.get(next++));
            }
            result.add(item);
        }
        while (next < others.size()) {
            result.add(others.get(next++));
        }
        return result;
    }

    private static int indexOf(List<JsonNode> list, JsonNode item, String key) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode candidate = list.get(i);
            boolean same =
                    key.isEmpty()
                            ? JsonEquality.same(candidate, item)
                            : candidate.has(key)
                                    && JsonEquality.same(candidate.path(key), item.path(key));
            if (same) {
                return i;
            }
        }
        return -1;
    }
}
