package dev.purser.api.patch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A document while the operations of a JSON patch change it. Not thread-safe.
final class PatchedDocument {
    private final Set<ObjectNode> lookedInto = Collections.newSetFromMap(new IdentityHashMap<>());
    private JsonNode root;

    PatchedDocument(JsonNode root) {
        this.root = root;
    }

    JsonNode root() {
        return root;
    }

    void replaceRoot(JsonNode value) {
        root = value;
    }

    /// Notes that an operation has gone through a value.
    void lookInto(JsonNode value) {
        if (value instanceof ObjectNode object) {
            lookedInto.add(object);
        }
    }

    /// The document as it is now; the members of what was looked into are sorted.
    JsonNode result() {
        lookInto(root);
        lookedInto.forEach(SortedMembers::sort);
        return root;
    }
}
