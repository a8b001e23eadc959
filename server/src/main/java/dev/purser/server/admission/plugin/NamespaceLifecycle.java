package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Attributes;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Nothing is written into a namespace that does not exist, nothing new into one that is going
/// away, and the namespaces of the system stay.
public final class NamespaceLifecycle implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final ObjectSource objects;

    public NamespaceLifecycle(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Attributes attributes = request.attributes();
        boolean isNamespace =
                attributes.group().isEmpty() && attributes.resource().equals("namespaces");
        if (isNamespace) {
            if (request.operation() == Operation.DELETE && IMMORTAL.contains(attributes.name())) {
                throw StatusErrors.forbidden(
                        NAMESPACES.groupResource(),
                        attributes.name(),
                        "this namespace may not be deleted");
            }
        } else if (request.operation() != Operation.DELETE
                && request.operation() != Operation.UPDATE
                && !attributes.namespace().isEmpty()
                && !attributes.resource().equals("localsubjectaccessreviews")) {
            checkNamespace(request);
        }
    }

    private void checkNamespace(AdmissionRequest request) {
        String name = request.attributes().namespace();
        KubeObject namespace =
                objects.find(NAMESPACES, "", name)
                        .orElseThrow(() -> StatusErrors.notFound(NAMESPACES.groupResource(), name));
        if (request.operation() == Operation.CREATE
                && namespace.status().path("phase").asString("").equals("Terminating")) {
            throw terminating(request, name);
        }
    }

    private static StatusException terminating(AdmissionRequest request, String namespace) {
        StatusException refusal =
                request.forbidden(
                        "unable to create new content in namespace %s because it is being terminated"
                                .formatted(namespace));
        ObjectNode details = refusal.details().orElseThrow().deepCopy();
        details.putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace %s is being terminated".formatted(namespace))
                .put("field", "metadata.namespace");
        return new StatusException(refusal.reason(), refusal.getMessage(), details);
    }
}
