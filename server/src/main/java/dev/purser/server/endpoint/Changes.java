package dev.purser.server.endpoint;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.codec.ObjectForm;
import dev.purser.api.codec.TypedForm;
import dev.purser.api.managed.FieldOwners;
import dev.purser.api.managed.FieldSet;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.managed.ServerSideApply;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patch;
import dev.purser.api.patch.Patched;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ProjectedChange;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import java.time.InstantSource;
import java.util.Optional;

/// Turns what a client asks for into changes that the registry can carry out. Thread-safe.
public final class Changes {
    private final ObjectCodec codec;
    private final Schemas schemas;
    private final ServerSideApply engine;
    private final FieldOwners owners;

    /// @param clock tells when somebody became the owner of fields
    public Changes(ObjectCodec codec, Schemas schemas, InstantSource clock) {
        this.codec = codec;
        this.schemas = schemas;
        this.engine = new ServerSideApply(clock);
        this.owners = new FieldOwners(clock);
    }

    /// A PUT of an object that was decoded and completed.
    public Change replacement(ServedResource resource, KubeObject object, Change.Scope scope) {
        boolean mayCreate = scope == Change.Scope.MAIN && Registry.isCreatedByPut(resource);
        return new Replacement(object, scope, mayCreate);
    }

    /// A PATCH of an object.
    public Change patch(Patch patch, FieldValidation validation, Change.Scope scope) {
        return new TreePatch(patch, validation, scope);
    }

    /// An apply of the fields that a manager wants.
    ///
    /// @param wanted as it was sent, neither pruned nor defaulted
    public Change application(
            KubeObject wanted, ServerSideApply.OnConflict onConflict, Change.Scope scope) {
        return new Configuration(new AppliedFields(wanted, onConflict, engine), scope);
    }

    /// A PUT of a view.
    public Change replacement(Projection projection, KubeObject view) {
        return new ProjectedChange(
                projection,
                projection.scope(),
                (request, current) -> owned(request, projection, current, view.copy()));
    }

    /// A PATCH of a view.
    public Change patch(Projection projection, Patch patch, FieldValidation validation) {
        return new ProjectedChange(
                projection,
                projection.scope(),
                (request, current) -> {
                    Patched patched = patch.apply(current.json(), schema(projection));
                    KubeObject next =
                            PatchDecoding.decode(
                                    patched,
                                    new PatchDecoding.Target(form(projection), validation),
                                    request.warnings());
                    return owned(request, projection, current, next);
                });
    }

    /// An apply to a view.
    ///
    /// @param wanted as it was sent, neither pruned nor defaulted
    public Change application(
            Projection projection, KubeObject wanted, ServerSideApply.OnConflict onConflict) {
        AppliedFields fields = new AppliedFields(wanted, onConflict, engine);
        return new ProjectedChange(
                projection,
                projection.scope(),
                (request, current) -> {
                    KubeObject merged =
                            fields.merge(
                                    new AppliedFields.Target(
                                            Optional.of(current),
                                            projection.kind(),
                                            form(projection),
                                            schema(projection),
                                            writer(request, projection)));
                    ObjectIdentity.require(request.attributes(), merged);
                    return merged;
                });
    }

    private KubeObject owned(
            WriteRequest request, Projection projection, KubeObject current, KubeObject next) {
        if (projection.owners() == Change.Owners.IN_THE_OBJECT) {
            owners.recordUpdate(current, next, schema(projection), writer(request, projection));
        }
        return next;
    }

    private static FieldWriter writer(WriteRequest request, Projection projection) {
        return new FieldWriter(
                request.fieldManager(),
                projection.kind().apiVersion(),
                request.subresource(),
                FieldSet.EMPTY);
    }

    private ObjectForm form(Projection projection) {
        return new TypedForm(codec, projection.kind());
    }

    private ObjectSchema schema(Projection projection) {
        return schemas.find(projection.kind())
                .orElseThrow(() -> new IllegalStateException("no schema for " + projection.kind()));
    }
}
