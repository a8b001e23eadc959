package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.function.Consumer;

/// Makes the namespace that something is created in.
public final class NamespaceAutoProvision implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    private final ObjectSource objects;
    private final Consumer<String> maker;

    /// @param maker makes a namespace of a name; content when there is one
    public NamespaceAutoProvision(ObjectSource objects, Consumer<String> maker) {
        this.objects = objects;
        this.maker = maker;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        String namespace = request.attributes().namespace();
        boolean isConcerned =
                request.operation() == Operation.CREATE
                        && !request.isTried()
                        && !namespace.isEmpty()
                        && !request.attributes().resource().equals(NAMESPACES.resource());
        if (isConcerned && objects.find(NAMESPACES, "", namespace).isEmpty()) {
            make(request, namespace);
        }
    }

    private void make(AdmissionRequest request, String namespace) {
        try {
            maker.accept(namespace);
        } catch (StatusException e) {
            throw request.forbidden(e.getMessage());
        }
    }
}
