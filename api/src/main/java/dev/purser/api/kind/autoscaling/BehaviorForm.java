package dev.purser.api.kind.autoscaling;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads scaling behavior that was written in the form of Go's structs, with null for what is
/// absent and names in any case.
final class BehaviorForm {
    private static final List<String> NAMES =
            List.of(
                    "scaleUp",
                    "scaleDown",
                    "stabilizationWindowSeconds",
                    "selectPolicy",
                    "policies",
                    "tolerance",
                    "type",
                    "value",
                    "periodSeconds");

    private BehaviorForm() {}

    /// The behavior as v2 has it; empty when the form says nothing.
    static Optional<ObjectNode> read(JsonNode form) {
        return renamed(form) instanceof ObjectNode behavior && !behavior.isEmpty()
                ? Optional.of(behavior)
                : Optional.empty();
    }

    private static JsonNode renamed(JsonNode form) {
        if (form instanceof ArrayNode array) {
            ArrayNode list = array.arrayNode();
            form.forEach(item -> list.add(renamed(item)));
            return list;
        }
        if (!(form instanceof ObjectNode object)) {
            return form;
        }
        ObjectNode result = object.objectNode();
        object.properties()
                .forEach(member -> {
                    if (!member.getValue().isNull()) {
                        NAMES.stream()
                                .filter(name -> name.equalsIgnoreCase(member.getKey()))
                                .findFirst()
                                .ifPresent(name -> result.set(name, renamed(member.getValue())));
                    }
                });
        return result;
    }
}
