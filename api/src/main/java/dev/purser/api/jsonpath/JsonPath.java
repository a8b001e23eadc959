package dev.purser.api.jsonpath;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A path into JSON values. Immutable and thread-safe.
public final class JsonPath {
    private final List<Step> steps;

    JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// Reads a path: `.spec.ports[0].name`, `.status.conditions[?(@.type=="Ready")].status`.
    ///
    /// @throws JsonPathException if it is none
    public static JsonPath parse(String text) throws JsonPathException {
        return new JsonPathParser(text).parse();
    }

    /// The values at this path, in order; none where something on the way is missing.
    public List<JsonNode> find(JsonNode root) {
        List<JsonNode> values = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            values.forEach(value -> next.addAll(step.from(value)));
            values = next;
        }
        return values;
    }
}
