package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.wire.http.Answer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/pods`: the pods that are to run here, as the API has them, with kubelet's two annotations.
final class PodsEndpoint implements Endpoint {
    private final NodePods pods;

    PodsEndpoint(NodePods pods) {
        this.pods = pods;
    }

    @Override
    public Answer answer(Call call) {
        ObjectNode list = list();
        ArrayNode items = list.putArray("items");
        pods.all().forEach(pod -> items.add(shown(pod)));
        return NodeAnswers.json(list);
    }

    private ObjectNode shown(KubeObject pod) {
        ObjectNode shown = pod.json().deepCopy();
        shown.remove("kind");
        shown.remove("apiVersion");
        if (shown.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            metadata.withObject("annotations")
                    .put("kubernetes.io/config.seen", pods.seen(pod).toString())
                    .put("kubernetes.io/config.source", source(pod));
        }
        return shown;
    }

    /// A mirror pod stands for one that was read from somewhere else.
    private static String source(KubeObject pod) {
        return pod.annotations().getOrDefault("kubernetes.io/config.source", "api");
    }

    /// An empty PodList.
    static ObjectNode list() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "PodList").put("apiVersion", "v1").putObject("metadata");
        return list;
    }
}
