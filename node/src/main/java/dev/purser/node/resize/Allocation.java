package dev.purser.node.resize;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The resources of a pod and its containers at one time. Immutable, if nobody changes the trees.
///
/// @param pod the `resources` of the pod itself; a missing node when it has none
/// @param containers the `resources` of each container by name, also empty ones
record Allocation(JsonNode pod, Map<String, JsonNode> containers) {
    private static final List<String> LISTS = List.of("initContainers", "containers");
    private static final String RESOURCES = "resources";

    Allocation {
        containers = Map.copyOf(containers);
    }

    /// What a pod asks for.
    static Allocation of(PodSpec pod) {
        Map<String, JsonNode> containers = new LinkedHashMap<>();
        for (ContainerSpec each : pod.allContainers()) {
            if (each.role() != ContainerSpec.Role.EPHEMERAL) {
                containers.put(each.name(), resources(each.json()));
            }
        }
        return new Allocation(pod.json().path(RESOURCES), containers);
    }

    /// The resources of a container as its entry has them; an empty object when it has none.
    static JsonNode resources(JsonNode container) {
        JsonNode resources = container.path(RESOURCES);
        return resources.isObject() ? resources : JsonNodeFactory.instance.objectNode();
    }

    /// The pod with these resources in place of its own.
    PodSpec applyTo(PodSpec asking) {
        if (equals(of(asking))) {
            return asking;
        }
        KubeObject copy = asking.pod().copy();
        ObjectNode spec = copy.spec();
        if (!pod.isMissingNode()) {
            spec.set(RESOURCES, pod.deepCopy());
        }
        for (String list : LISTS) {
            for (JsonNode container : spec.path(list)) {
                JsonNode own = containers.get(container.path("name").asString(""));
                if (own != null && container instanceof ObjectNode entry) {
                    entry.set(RESOURCES, own.deepCopy());
                }
            }
        }
        return new PodSpec(copy);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!pod.isMissingNode()) {
            json.set("pod", pod);
        }
        ObjectNode list = json.putObject("containers");
        containers.forEach(list::set);
        return json;
    }

    static Allocation fromJson(JsonNode json) {
        Map<String, JsonNode> containers = new LinkedHashMap<>();
        json.path("containers")
                .properties()
                .forEach(entry -> containers.put(entry.getKey(), entry.getValue()));
        return new Allocation(json.path("pod"), containers);
    }
}
