package dev.purser.server.admission.node;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import tools.jackson.databind.JsonNode;

/// A write by a node.
///
/// @param node its name
record NodeWrite(AdmissionRequest request, String node) {
    Operation operation() {
        return request.operation();
    }

    String subresource() {
        return request.attributes().subresource();
    }

    String namespace() {
        return request.attributes().namespace();
    }

    KubeObject object() {
        return request.object().orElseThrow();
    }

    KubeObject old() {
        return request.old().orElseThrow();
    }

    /// Refuses the write unless something holds.
    ///
    /// @param why with the node's name for each `%s`
    void require(boolean condition, String why) {
        if (!condition) {
            throw request.forbidden(why.replace("%s", "\"" + node + "\""));
        }
    }

    /// Refuses an operation that nodes have no use for.
    RuntimeException unexpected() {
        return request.forbidden("unexpected operation \"%s\"".formatted(operation()));
    }

    /// Whether a pod is bound to this node.
    boolean isHere(KubeObject pod) {
        return text(pod.json().path("spec"), "nodeName").equals(node);
    }

    static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }
}
