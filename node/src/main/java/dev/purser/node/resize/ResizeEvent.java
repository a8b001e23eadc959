package dev.purser.node.resize;

import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What events about resizes say: a word, and the resources of the pod as JSON.
public final class ResizeEvent {
    private ResizeEvent() {}

    /// @param what such as `Pod resize started`
    /// @param error empty for none
    public static String message(String what, PodSpec pod, long generation, String error) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "initContainers", pod.initContainers());
        put(json, "containers", pod.mainContainers());
        json.put("generation", generation);
        if (!error.isEmpty()) {
            json.put("error", error);
        }
        return what + ": " + json;
    }

    private static void put(ObjectNode json, String field, List<ContainerSpec> containers) {
        if (containers.isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray(field);
        for (ContainerSpec each : containers) {
            ObjectNode entry = list.addObject().put("name", each.name());
            ObjectNode resources = entry.putObject("resources");
            for (String part : List.of("limits", "requests")) {
                JsonNode amounts = each.json().path("resources").path(part);
                if (!amounts.isEmpty()) {
                    resources.set(part, amounts.deepCopy());
                }
            }
        }
    }
}
