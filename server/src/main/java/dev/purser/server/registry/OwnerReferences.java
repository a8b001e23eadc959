package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.request.Warnings;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Keeps one of several equal owner references, as Kubernetes does since 1.20.
final class OwnerReferences {
    private OwnerReferences() {}

    /// Where duplicates came from, as warnings say it.
    enum Origin {
        REQUEST(""),
        ADMISSION(" after mutating admission happens");

        private final String text;

        Origin(String text) {
            this.text = text;
        }
    }

    static void removeDuplicates(KubeObject object, Origin origin, Warnings warnings) {
        if (!(object.metadata().get("ownerReferences") instanceof ArrayNode references)) {
            return;
        }
        Set<JsonNode> unique = new LinkedHashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (JsonNode reference : references) {
            if (!unique.add(reference)) {
                repeated.add(reference.path("uid").asString(""));
            }
        }
        if (repeated.isEmpty()) {
            return;
        }
        references.removeAll();
        unique.forEach(references::add);
        warnings.accept(
                ".metadata.ownerReferences contains duplicate entries"
                        + origin.text
                        + "; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24;"
                        + " please fix your requests; duplicate UID(s) observed: "
                        + String.join(", ", repeated));
    }
}
