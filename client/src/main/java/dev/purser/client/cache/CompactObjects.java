package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Makes small copies of objects that are kept in great numbers. Thread-safe.
///
/// The tree of a copy cannot be changed ([KubeObject#copy] of it can). It has no room to spare, its
/// members are in no particular order, and texts that objects have in common, such as kinds and
/// namespaces, are there once for all copies that one instance makes.
public final class CompactObjects implements UnaryOperator<KubeObject> {
    private static final int RECENT_TEXTS = 1024;

    /// The last text of each hash: what objects have in common comes again and again, and what is
    /// one object's alone is soon replaced. Two threads may both make a text; that costs only
    /// memory.
    private final AtomicReferenceArray<StringNode> recent =
            new AtomicReferenceArray<>(RECENT_TEXTS);

    @Override
    public KubeObject apply(KubeObject object) {
        return KubeObject.of(compact(object.json()));
    }

    private ObjectNode compact(ObjectNode tree) {
        Map<String, JsonNode> members = HashMap.newHashMap(tree.size());
        tree.properties()
                .forEach(member -> members.put(member.getKey(), compact(member.getValue())));
        return new ObjectNode(JsonNodeFactory.instance, Map.copyOf(members));
    }

    private JsonNode compact(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> compact(object);
            case ArrayNode array -> compact(array);
            case StringNode text -> shared(text);
            default -> node;
        };
    }

    private ArrayNode compact(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>(array.size());
        array.forEach(element -> elements.add(compact(element)));
        return new ArrayNode(JsonNodeFactory.instance, List.copyOf(elements));
    }

    private StringNode shared(StringNode text) {
        int slot = Math.floorMod(text.hashCode(), RECENT_TEXTS);
        StringNode known = recent.get(slot);
        if (text.equals(known)) {
            return known;
        }
        recent.set(slot, text);
        return text;
    }
}
