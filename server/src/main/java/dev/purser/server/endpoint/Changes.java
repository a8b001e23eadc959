package dev.purser.server.endpoint;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.ObjectCodec;
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

/// Turns what a client asks for into changes that the registry can carry out. Thread-safe.
public final class Changes {
    private final ObjectCodec codec;
    private final Schemas schemas;
    private final ServerSideApply engine;

    public Changes(ObjectCodec codec, Schemas schemas, ServerSideApply engine) {
        this.codec = codec;
        this.engine = engine;
        this.schemas = schemas;
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
        return new Configuration(wanted, onConflict, engine, scope);
    }

    /// A PUT of a view.
    public Change replacement(Projection projection, KubeObject view) {
        return new ProjectedChange(projection, projection.scope(), current -> view.copy());
    }

    /// A PATCH of a view.
    public Change patch(Projection projection, Patch patch) {
        ObjectSchema schema =
                schemas.find(projection.kind())
                        .orElseThrow(() ->
                                new IllegalStateException("no schema for " + projection.kind()));
        return new ProjectedChange(
                projection,
                projection.scope(),
                current -> decode(projection, patch.apply(current.json(), schema)));
    }

    private KubeObject decode(Projection projection, Patched patched) {
        try {
            return codec.decode(patched.object(), projection.kind()).object();
        } catch (DecodingException e) {
            throw patched.undecodable(e.getMessage());
        }
    }
}
