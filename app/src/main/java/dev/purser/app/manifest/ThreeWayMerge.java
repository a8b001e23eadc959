package dev.purser.app.manifest;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the JSON merge patch (RFC 7386) that leads from a live object to a manifest: what the
/// manifest says is set, what the manifest applied before said and this one does not is removed,
/// everything else stays. Lists are taken whole.
final class ThreeWayMerge {
    private ThreeWayMerge() {}

    /// @param last the manifest as it was applied before; empty when there was none
    static ObjectNode patch(ObjectNode last, ObjectNode wanted, ObjectNode live) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode inner
                    && live.get(name) instanceof ObjectNode liveInner) {
                ObjectNode lastInner =
                        last.get(name) instanceof ObjectNode object
                                ? object
                                : JsonNodeFactory.instance.objectNode();
                ObjectNode innerPatch = patch(lastInner, inner, liveInner);
                if (!innerPatch.isEmpty()) {
                    patch.set(name, innerPatch);
                }
            } else if (!value.equals(live.get(name))) {
                patch.set(name, value.deepCopy());
            }
        }
        for (String name : last.propertyNames()) {
            if (!wanted.has(name) && live.has(name)) {
                patch.putNull(name);
            }
        }
        return patch;
    }
}
