package dev.purser.api.managed;

import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The fields that an apply would take from others, owner by owner; becomes the 409 answer.
final class ApplyConflicts {
    private final TreeMap<String, List<String>> pathsByOwner = new TreeMap<>();
    private final ArrayNode causes = JsonNodeFactory.instance.arrayNode();

    void add(Ownership owner, FieldSet fields) {
        String shown = shown(owner);
        fields.forEach(path -> {
            StringBuilder text = new StringBuilder();
            path.forEach(element -> text.append(element.shown()));
            pathsByOwner.computeIfAbsent(shown, any -> new ArrayList<>()).add(text.toString());
            causes.addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + shown)
                    .put("field", text.toString());
        });
    }

    private static String shown(Ownership owner) {
        StringBuilder shown = new StringBuilder(GoQuoted.of(owner.manager()));
        if (!owner.subresource().isEmpty()) {
            shown.append(" with subresource ").append(GoQuoted.of(owner.subresource()));
        }
        if (owner.operation() == Ownership.Operation.UPDATE) {
            shown.append(" using ").append(owner.apiVersion());
        }
        return shown.toString();
    }

    void throwIfAny() {
        if (causes.isEmpty()) {
            return;
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.set("causes", causes);
        throw new StatusException(StatusReason.CONFLICT, message(), details);
    }

    private String message() {
        if (causes.size() == 1) {
            var only = pathsByOwner.firstEntry();
            return "Apply failed with 1 conflict: conflict with %s: %s"
                    .formatted(only.getKey(), only.getValue().getFirst());
        }
        List<String> lines = new ArrayList<>();
        pathsByOwner.forEach((owner, paths) -> {
            lines.add("conflicts with " + owner + ":");
            paths.forEach(path -> lines.add("- " + path));
        });
        return "Apply failed with %d conflicts: %s"
                .formatted(causes.size(), String.join("\n", lines));
    }
}
