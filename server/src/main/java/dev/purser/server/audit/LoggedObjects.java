package dev.purser.server.audit;

import dev.purser.server.audit.AuditPolicy.ManagedFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects, lists and tables as they are logged.
final class LoggedObjects {
    private LoggedObjects() {}

    /// A copy that nobody else has.
    static JsonNode copy(JsonNode tree, ManagedFields managedFields) {
        JsonNode copy = tree.deepCopy();
        if (managedFields == ManagedFields.OMITTED) {
            strip(copy);
            copy.path("items").forEach(LoggedObjects::strip);
            copy.path("rows").forEach(row -> strip(row.path("object")));
        }
        return copy;
    }

    private static void strip(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }
}
