package dev.purser.api.kind.custom;

import dev.purser.api.jsonpath.JsonPath;
import dev.purser.api.jsonpath.JsonPathException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields that selectors may name, beside name and namespace.
///
/// @param paths by the name of the field
public record SelectablePaths(Map<String, JsonPath> paths) {
    /// Fields at these paths: `.spec.colour` is the field `spec.colour`. Paths that cannot be read
    /// are left out; validation refuses them.
    public static SelectablePaths of(List<String> texts) {
        Map<String, JsonPath> paths = new LinkedHashMap<>();
        for (String text : texts) {
            try {
                paths.put(text.startsWith(".") ? text.substring(1) : text, JsonPath.parse(text));
            } catch (JsonPathException _) {
                // Validation of the definition has refused it, or it is older than that.
            }
        }
        return new SelectablePaths(paths);
    }

    /// What selectors compare of an object.
    Map<String, String> values(ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        paths.forEach((name, path) -> {
            List<JsonNode> found = path.find(object);
            boolean absent = found.isEmpty() || found.getFirst().isNull();
            values.put(name, absent ? "" : found.getFirst().asString(""));
        });
        return values;
    }
}
