package dev.purser.server.endpoint;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.managed.ServerSideApply;
import dev.purser.api.managed.ServerSideApply.Application;
import dev.purser.api.managed.ServerSideApply.OnConflict;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// PATCH that applies: the fields that a manager wants, and nothing else (KEP-555).
///
/// @param wanted what was sent, as it was sent
record Configuration(KubeObject wanted, OnConflict onConflict, ServerSideApply engine, Scope scope)
        implements Change {

    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        return merge(request, Optional.of(current));
    }

    @Override
    public Optional<KubeObject> create(WriteRequest request) {
        if (scope == Scope.STATUS) {
            return Optional.empty();
        }
        if (!wanted.uid().isEmpty()) {
            throw StatusErrors.conflict(
                    request.resource().groupResource(),
                    request.name(),
                    "uid mismatch: the provided object specified uid %s, and no existing object was found"
                            .formatted(wanted.uid()));
        }
        return Optional.of(merge(request, Optional.empty()));
    }

    @Override
    public Owners owners() {
        return Owners.IN_THE_OBJECT;
    }

    private KubeObject merge(WriteRequest request, Optional<KubeObject> current) {
        requireKind(request.resource().kind());
        requireName(request);
        ServedResource resource = request.resource();
        FieldWriter writer =
                new FieldWriter(
                        request.fieldManager(),
                        resource.kind().apiVersion(),
                        request.subresource(),
                        resource.ignoredFields(request.subresource()));
        KubeObject merged =
                engine.apply(
                        new Application(
                                current, wanted.copy(), resource.schema(), writer, onConflict));
        try {
            KubeObject decoded = resource.form().decode(merged.json()).object();
            resource.rules().setDefaults(decoded);
            return resource.form().canonical(decoded);
        } catch (DecodingException e) {
            throw new StatusException(StatusReason.UNKNOWN, e.getMessage());
        }
    }

    private void requireKind(GroupVersionKind expected) {
        GroupVersionKind actual = wanted.groupVersionKind();
        if (!actual.equals(expected)) {
            throw StatusErrors.badRequest(
                    "invalid object type: %s/%s, Kind=%s"
                            .formatted(actual.group(), actual.version(), actual.kind()));
        }
    }

    private void requireName(WriteRequest request) {
        JsonNode name = wanted.metadata().path("name");
        if (name.isString() && !name.stringValue().equals(request.name())) {
            throw StatusErrors.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(wanted.name(), request.name()));
        }
    }

    /// Does not show the object, which may be a Secret.
    @Override
    public String toString() {
        return "Configuration[" + wanted + "]";
    }
}
