package dev.purser.api.table;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A column of a table.
///
/// @param type OpenAPI's type of the cells
/// @param format OpenAPI's format, or `name` for the object's name; may be empty
/// @param priority 0 for columns that are always shown, above for those of `-o wide`
public record Column(String name, String type, String format, int priority) {
    static Column fromJson(JsonNode json) {
        return new Column(
                json.path("name").asString(""),
                json.path("type").asString(""),
                json.path("format").asString(""),
                json.path("priority").asInt(0));
    }

    void writeTo(ObjectNode target) {
        target.put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", "")
                .put("priority", priority);
    }
}
