package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;

/// Nothing is written or deleted in a namespace that does not exist.
public final class NamespaceExists implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    private final ObjectSource objects;

    public NamespaceExists(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        String namespace = request.attributes().namespace();
        boolean isConcerned =
                request.operation() != Operation.CONNECT
                        && !namespace.isEmpty()
                        && !request.attributes().resource().equals(NAMESPACES.resource());
        if (isConcerned && objects.find(NAMESPACES, "", namespace).isEmpty()) {
            throw StatusErrors.notFound(NAMESPACES.groupResource(), namespace);
        }
    }
}
