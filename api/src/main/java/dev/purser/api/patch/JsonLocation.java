package dev.purser.api.patch;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// A place in a document (RFC 6901) as the operations of a JSON patch use it. Every method throws
/// [PatchErrors#doesNotApply] when the place is not there.
///
/// @param keys from the root down, unescaped; empty for the document itself
record JsonLocation(List<String> keys) {
    static JsonLocation of(String pointer) {
        if (pointer.isEmpty()) {
            return new JsonLocation(List.of());
        }
        List<String> keys = new ArrayList<>();
        for (String part : pointer.substring(pointer.indexOf('/') + 1).split("/", -1)) {
            keys.add(part.replace("~1", "/").replace("~0", "~"));
        }
        if (pointer.indexOf('/') < 0) {
            throw PatchErrors.doesNotApply();
        }
        return new JsonLocation(keys);
    }

    /// The value here; null for an absent member of an object.
    JsonNode get(PatchedDocument document) {
        return keys.isEmpty() ? document.root() : child(container(document), keys.getLast());
    }

    /// Sets a member, or inserts into a list.
    void add(PatchedDocument document, JsonNode value) {
        switch (container(document)) {
            case ObjectNode object -> object.set(last(), value);
            case ArrayNode array -> {
                int size = array.size();
                array.insert(last().equals("-") ? size : index(last(), size + 1), value);
            }
            default -> throw PatchErrors.doesNotApply();
        }
    }

    /// Removes what is here and returns it.
    JsonNode remove(PatchedDocument document) {
        JsonNode removed =
                switch (container(document)) {
                    case ObjectNode object -> object.remove(last());
                    case ArrayNode array -> array.remove(index(last(), array.size()));
                    default -> null;
                };
        if (removed == null) {
            throw PatchErrors.doesNotApply();
        }
        return removed;
    }

    /// Puts a value in place of another, which may be the whole document.
    void replace(PatchedDocument document, JsonNode value) {
        if (keys.isEmpty()) {
            document.replaceRoot(value);
            return;
        }
        switch (container(document)) {
            case ObjectNode object -> object.set(last(), value);
            case ArrayNode array -> array.set(index(last(), array.size()), value);
            default -> throw PatchErrors.doesNotApply();
        }
    }

    private String last() {
        return keys.getLast();
    }

    private JsonNode container(PatchedDocument document) {
        if (keys.isEmpty()) {
            throw PatchErrors.doesNotApply();
        }
        JsonNode node = document.root();
        document.lookInto(node);
        for (String key : keys.subList(0, keys.size() - 1)) {
            node = child(node, key);
            document.lookInto(node);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String key) {
        return switch (node) {
            case ObjectNode object -> {
                JsonNode value = object.get(key);
                yield value == null ? NullNode.getInstance() : value;
            }
            case ArrayNode array -> array.path(index(key, array.size()));
            default -> throw PatchErrors.doesNotApply();
        };
    }

    /// Reads an index below `size`; negative ones count from the end.
    private static int index(String key, int size) {
        int index;
        try {
            index = Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw PatchErrors.doesNotApply();
        }
        int fromStart = index < 0 ? index + size : index;
        if (fromStart < 0 || fromStart >= size) {
            throw PatchErrors.doesNotApply();
        }
        return fromStart;
    }
}
