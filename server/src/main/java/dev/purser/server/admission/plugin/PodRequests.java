package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the plugins that look at pods have in common.
final class PodRequests {
    private static final GroupResource PODS = new GroupResource("", "pods");

    /// The lists of containers in a pod's spec, in the order in which Kubernetes goes through them.
    static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    private PodRequests() {}

    /// The pod that a request creates; empty for all other requests.
    static Optional<KubeObject> created(AdmissionRequest request) {
        return request.operation() == Operation.CREATE ? written(request) : Optional.empty();
    }

    /// The pod that a request creates or updates as a whole.
    static Optional<KubeObject> written(AdmissionRequest request) {
        return request.isFor(PODS) ? request.object() : Optional.empty();
    }

    /// The containers of these lists of a pod's spec, in order.
    static List<ObjectNode> containers(KubeObject pod, String... lists) {
        List<ObjectNode> result = new ArrayList<>();
        for (String list : lists) {
            pod.spec()
                    .path(list)
                    .forEach(container -> {
                        if (container instanceof ObjectNode node) {
                            result.add(node);
                        }
                    });
        }
        return result;
    }

    /// All containers, of whatever sort.
    static List<ObjectNode> allContainers(KubeObject pod) {
        return containers(pod, CONTAINER_LISTS.toArray(String[]::new));
    }

    /// A list of the object, made when it was missing.
    static ArrayNode arrayIn(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode array ? array : parent.putArray(field);
    }
}
