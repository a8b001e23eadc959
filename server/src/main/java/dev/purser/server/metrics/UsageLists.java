package dev.purser.server.metrics;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.table.Tables;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lists of measurements. They have no version: there is nothing to watch.
final class UsageLists {
    private UsageLists() {}

    static ObjectNode objects(MetricsGroup resource, List<KubeObject> items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", resource.kind().kind() + "List")
                .put("apiVersion", resource.kind().apiVersion())
                .putObject("metadata");
        ArrayNode target = list.putArray("items");
        for (KubeObject item : items) {
            item.json().remove(List.of("kind", "apiVersion"));
            target.add(item.json());
        }
        return list;
    }

    static ObjectNode metadata(List<KubeObject> items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "PartialObjectMetadataList")
                .put("apiVersion", "meta.k8s.io/v1")
                .putObject("metadata");
        ArrayNode target = list.putArray("items");
        items.forEach(item -> target.add(metadata(item)));
        return list;
    }

    static ObjectNode metadata(KubeObject object) {
        return Tables.partial(object);
    }
}
