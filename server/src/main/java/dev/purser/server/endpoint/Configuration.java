package dev.purser.server.endpoint;

import dev.purser.api.managed.FieldWriter;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import java.util.Optional;

/// PATCH that applies: the fields that a manager wants, and nothing else (KEP-555).
record Configuration(AppliedFields fields, Scope scope) implements Change {

    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        return merge(request, Optional.of(current));
    }

    @Override
    public Optional<KubeObject> create(WriteRequest request) {
        return scope == Scope.STATUS
                ? Optional.empty()
                : Optional.of(merge(request, Optional.empty()));
    }

    @Override
    public Owners owners() {
        return Owners.IN_THE_OBJECT;
    }

    private KubeObject merge(WriteRequest request, Optional<KubeObject> current) {
        ServedResource resource = request.resource();
        FieldWriter writer = resource.writer(request.fieldManager(), request.subresource());
        KubeObject merged =
                fields.merge(
                        new AppliedFields.Target(
                                current,
                                resource.kind(),
                                resource.form(),
                                resource.schema(),
                                writer));
        resource.rules().setDefaults(merged);
        KubeObject completed = resource.form().completed(merged);
        if (current.isEmpty() && !completed.uid().isEmpty()) {
            throw StatusErrors.conflict(
                    resource.groupResource(),
                    request.name(),
                    "uid mismatch: the provided object specified uid %s, and no existing object was found"
                            .formatted(completed.uid()));
        }
        ObjectIdentity.require(request.attributes(), completed);
        return completed;
    }
}
