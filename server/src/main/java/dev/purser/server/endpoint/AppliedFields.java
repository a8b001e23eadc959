package dev.purser.server.endpoint;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.ObjectForm;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.managed.ServerSideApply;
import dev.purser.api.managed.ServerSideApply.Application;
import dev.purser.api.managed.ServerSideApply.OnConflict;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.util.Optional;

/// The fields that an apply states, and how they become part of an object or of a view.
///
/// @param wanted what was sent, as it was sent
record AppliedFields(KubeObject wanted, OnConflict onConflict, ServerSideApply engine) {

    /// What the fields are applied to.
    ///
    /// @param current empty for a create
    record Target(
            Optional<KubeObject> current,
            GroupVersionKind kind,
            ObjectForm form,
            ObjectSchema schema,
            FieldWriter writer) {}

    /// The target with the fields, and with their owners; not defaulted.
    KubeObject merge(Target target) {
        requireKind(target.kind());
        KubeObject merged =
                engine.apply(
                        new Application(
                                target.current(),
                                wanted.copy(),
                                target.schema(),
                                target.writer(),
                                onConflict));
        try {
            return target.form().convert(merged.json()).object();
        } catch (DecodingException e) {
            throw unconvertible(e.getMessage());
        }
    }

    private void requireKind(GroupVersionKind expected) {
        GroupVersionKind actual = wanted.groupVersionKind();
        if (actual.equals(expected)) {
            return;
        }
        boolean readable = wanted.json().path("apiVersion").asString("").split("/", -1).length < 3;
        GroupVersionKind shown = readable ? actual : new GroupVersionKind("", "", "");
        throw StatusErrors.badRequest("invalid object type: " + text(shown));
    }

    private StatusException unconvertible(String why) {
        String kind = text(wanted.groupVersionKind());
        return new StatusException(
                StatusReason.UNKNOWN,
                "failed to convert new object (%s/%s; %s) to proper version: unable to convert unstructured object to %s: %s"
                        .formatted(wanted.namespace(), wanted.name(), kind, kind, why));
    }

    private static String text(GroupVersionKind kind) {
        return "%s/%s, Kind=%s".formatted(kind.group(), kind.version(), kind.kind());
    }

    /// Does not show the object, which may be a Secret.
    @Override
    public String toString() {
        return "AppliedFields[" + wanted + "]";
    }
}
