package dev.purser.server.registry;

import dev.purser.api.managed.FieldSet;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionRequest;
import java.util.Optional;

/// POST of what is not stored. Thread-safe.
final class ObjectPosts {
    private final WriteServices services;
    private final Resources resources;

    ObjectPosts(WriteServices services, Resources resources) {
        this.services = services;
        this.resources = resources;
    }

    KubeObject post(WriteRequest request, PostHandler handler, KubeObject posted) {
        resources.rules(posted.groupVersionKind()).setDefaults(posted);
        resources
                .schemas()
                .find(posted.groupVersionKind())
                .ifPresent(schema ->
                        services.owners().recordCreate(posted, schema, writer(request, posted)));
        AdmissionRequest admission =
                WriteServices.admissionRequest(
                        request,
                        AdmissionRequest.Operation.CREATE,
                        Optional.of(posted),
                        Optional.empty());
        services.admission().mutate(admission);
        services.admission().validate(admission);
        return handler.post(request, posted);
    }

    private static FieldWriter writer(WriteRequest request, KubeObject posted) {
        return new FieldWriter(
                request.fieldManager(),
                posted.groupVersionKind().apiVersion(),
                request.subresource(),
                FieldSet.EMPTY);
    }
}
