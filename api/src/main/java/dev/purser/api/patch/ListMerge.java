package dev.purser.api.patch;

import dev.purser.api.meta.JsonEquality;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Merges lists for [StrategicMergePatch]: structs by their merge key, scalars as sets, everything
/// else by replacement.
final class ListMerge {
    private ListMerge() {}

    /// @return the merged list, in the order that [ElementOrder] gives it
    static ArrayNode merge(ArrayNode original, ArrayNode patch, StrategicMerge.Rule rule) {
        if (!rule.merge().isMerge()) {
            return patch;
        }
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        String key = rule.merge().key();
        if (!holdsMaps(original, patch)) {
            List<JsonNode> merged = withoutDuplicates(original, patch);
            return ElementOrder.order(merged, items(patch), items(original), "");
        }
        Selected selected = applyDirectives(original, patch, key);
        List<JsonNode> merged = new ArrayList<>(selected.original);
        for (JsonNode item : selected.patch) {
            mergeItem(merged, (ObjectNode) item, rule);
        }
        return ElementOrder.order(merged, selected.patch, selected.original, key);
    }

    private record Selected(List<JsonNode> original, List<JsonNode> patch) {}

    private static boolean holdsMaps(ArrayNode original, ArrayNode patch) {
        requireSameType(original, patch);
        JsonNode first = original.isEmpty() ? patch.path(0) : original.path(0);
        if (first.isArray()) {
            throw PatchErrors.failed("lists of lists are not supported");
        }
        return first.isObject();
    }

    /// Refuses lists that do not hold all the same type.
    static void requireSameType(ArrayNode original, ArrayNode patch) {
        JsonNode first = original.isEmpty() ? patch.path(0) : original.path(0);
        for (ArrayNode list : List.of(original, patch)) {
            for (JsonNode item : list) {
                if (item.getNodeType() != first.getNodeType()) {
                    throw PatchErrors.failed(
                            "list element types are not identical: [%s %s]"
                                    .formatted(GoText.print(original), GoText.print(patch)));
                }
            }
        }
    }

    private static List<JsonNode> withoutDuplicates(ArrayNode original, ArrayNode patch) {
        List<JsonNode> merged = new ArrayList<>();
        for (ArrayNode list : List.of(original, patch)) {
            for (JsonNode item : list) {
                if (merged.stream().noneMatch(known -> JsonEquality.same(known, item))) {
                    merged.add(item);
                }
            }
        }
        return merged;
    }

    /// Carries out the items that are directives: `$patch: delete` takes an item away, `$patch:
    /// replace` all of the original.
    private static Selected applyDirectives(ArrayNode original, ArrayNode patch, String key) {
        List<JsonNode> remaining = items(original);
        List<JsonNode> changes = new ArrayList<>();
        boolean replace = false;
        for (JsonNode item : patch) {
            JsonNode directive = item.path(StrategicMerge.DIRECTIVE);
            switch (directive.asString("")) {
                case "" -> changes.add(item);
                case "delete" -> {
                    JsonNode unwanted = keyOf(item, key);
                    remaining.removeIf(known -> JsonEquality.same(known.path(key), unwanted));
                }
                case "replace" -> replace = true;
                case "merge" ->
                        throw PatchErrors.failed(
                                "merging lists cannot yet be specified in the patch");
                default -> throw PatchErrors.badDirective(directive, item);
            }
        }
        return replace ? new Selected(changes, List.of()) : new Selected(remaining, changes);
    }

    private static void mergeItem(
            List<JsonNode> merged, ObjectNode change, StrategicMerge.Rule rule) {
        String key = rule.merge().key();
        JsonNode wanted = keyOf(change, key);
        for (int i = 0; i < merged.size(); i++) {
            if (JsonEquality.same(merged.get(i).path(key), wanted)) {
                ObjectNode old = (ObjectNode) merged.get(i);
                merged.set(i, StrategicMerge.merge(old, change, rule.schema()));
                return;
            }
        }
        merged.add(change);
    }

    static JsonNode keyOf(JsonNode item, String key) {
        JsonNode value = item.get(key);
        if (value == null) {
            throw PatchErrors.noMergeKey(item, key);
        }
        return value;
    }

    static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }
}
