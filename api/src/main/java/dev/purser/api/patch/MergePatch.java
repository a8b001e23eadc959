package dev.purser.api.patch;

import dev.purser.api.codec.JsonWriter;
import dev.purser.api.schema.ObjectSchema;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON merge patch (RFC 7386): members replace members, null removes, lists are replaced whole.
///
/// One thing differs from the RFC, as in Kubernetes: nulls inside lists stay, and those inside a
/// list that replaces a struct stay with all they hold.
public final class MergePatch implements Patch {
    private final JsonNode body;
    private final List<String> strictErrors;

    MergePatch(JsonNode body, List<String> strictErrors) {
        this.body = body;
        this.strictErrors = List.copyOf(strictErrors);
    }

    @Override
    public Patched apply(ObjectNode current, ObjectSchema schema) {
        if (!(body instanceof ObjectNode patch)) {
            throw PatchErrors.nullMergePatch();
        }
        ObjectNode result = current.deepCopy();
        merge(result, patch.deepCopy());
        return Patched.of(result, new JsonWriter().text(result), schema, strictErrors);
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : List.copyOf(patch.properties())) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (target.get(name) instanceof ObjectNode inner) {
                if (value instanceof ObjectNode innerPatch) {
                    merge(inner, innerPatch);
                } else {
                    target.set(name, value);
                }
            } else {
                removeNulls(value);
                target.set(name, value);
            }
        }
        SortedMembers.sort(target);
    }

    private static void removeNulls(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                object.removeIf(JsonNode::isNull);
                object.forEach(MergePatch::removeNulls);
                SortedMembers.sort(object);
            }
            case ArrayNode array -> array.forEach(MergePatch::removeNulls);
            default -> {}
        }
    }
}
