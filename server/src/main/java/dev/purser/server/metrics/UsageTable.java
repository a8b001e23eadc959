package dev.purser.server.metrics;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.table.IncludeObject;
import dev.purser.api.table.Tables;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Measurements as a table: name, cpu, memory, window.
final class UsageTable {
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private UsageTable() {}

    /// @param includeObject what each row carries beside its cells, as the client wrote it
    static ObjectNode of(List<KubeObject> objects, String includeObject) {
        IncludeObject include =
                IncludeObject.parse(includeObject)
                        .orElseThrow(() ->
                                StatusErrors.badRequest(
                                        "unrecognized includeObject value: \"%s\""
                                                .formatted(includeObject)));
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").putObject("metadata");
        ArrayNode columns = table.putArray("columnDefinitions");
        column(columns, "Name", "name");
        RESOURCES.forEach(resource -> column(columns, resource, "quantity"));
        column(columns, "Window", "duration");
        ArrayNode rows = table.putArray("rows");
        for (KubeObject object : objects) {
            ObjectNode row = rows.addObject();
            cells(object, row.putArray("cells"));
            switch (include) {
                case NONE -> row.putNull("object");
                case METADATA -> row.set("object", Tables.partial(object));
                case OBJECT -> row.set("object", object.json());
            }
        }
        return table;
    }

    private static void column(ArrayNode columns, String name, String format) {
        columns.addObject()
                .put("name", name)
                .put("type", "string")
                .put("format", format)
                .put("description", "")
                .put("priority", 0);
    }

    private static void cells(KubeObject object, ArrayNode cells) {
        cells.add(object.name());
        RESOURCES.forEach(resource -> cells.add(sum(object.json(), resource)));
        cells.add(object.json().path("window").asString(""));
    }

    /// A node's own usage, or that of all containers of a pod.
    private static String sum(ObjectNode tree, String resource) {
        String own = tree.path("usage").path(resource).asString("");
        if (!own.isEmpty()) {
            return own;
        }
        Quantity sum = Quantity.ZERO;
        for (JsonNode container : tree.path("containers")) {
            sum = sum.add(Quantity.parse(container.path("usage").path(resource).asString("0")));
        }
        return sum.toString();
    }
}
