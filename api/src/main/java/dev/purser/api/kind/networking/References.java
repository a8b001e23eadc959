package dev.purser.api.kind.networking;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import tools.jackson.databind.JsonNode;

/// Checks of references to objects of any kind.
final class References {
    private References() {}

    /// Checks group, kind and name.
    static void validateTyped(JsonNode reference, String path, FieldErrors errors) {
        if (Trees.has(reference, "apiGroup")) {
            String group = Trees.text(reference, "apiGroup");
            errors.invalidEach(path + ".apiGroup", group, Names.subdomainErrors(group));
        }
        requireSegment(reference, "kind", path, errors);
        requireSegment(reference, "name", path, errors);
    }

    /// A name that must be there and fit into a URL.
    static void requireSegment(JsonNode node, String field, String path, FieldErrors errors) {
        String text = Trees.text(node, field);
        if (text.isEmpty()) {
            errors.required(path + "." + field, "");
        } else {
            errors.invalidEach(path + "." + field, text, Names.pathSegmentErrors(text));
        }
    }
}
