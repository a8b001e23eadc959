package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the plugins that look at pods have in common.
final class PodRequests {
    private static final GroupResource PODS = new GroupResource("", "pods");

    private PodRequests() {}

    /// The pod that a request creates; empty for all other requests.
    static Optional<KubeObject> created(AdmissionRequest request) {
        return request.operation() == Operation.CREATE ? written(request) : Optional.empty();
    }

    /// The pod that a request creates or updates as a whole.
    static Optional<KubeObject> written(AdmissionRequest request) {
        Attributes attributes = request.attributes();
        boolean isPod =
                attributes.group().isEmpty()
                        && attributes.resource().equals("pods")
                        && attributes.subresource().isEmpty();
        return isPod ? request.object() : Optional.empty();
    }

    /// Refuses a pod in the form of admission errors.
    static StatusException forbidden(KubeObject pod, String why) {
        return StatusErrors.forbidden(PODS, pod.name(), why);
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

    /// A list of the object, made when it was missing.
    static ArrayNode arrayIn(ObjectNode parent, String field) {
        return parent.get(field) instanceof ArrayNode array ? array : parent.putArray(field);
    }
}
