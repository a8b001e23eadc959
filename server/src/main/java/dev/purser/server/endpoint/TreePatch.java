package dev.purser.server.endpoint;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patch;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;

/// PATCH with one of the formats that change a tree.
record TreePatch(Patch patch, FieldValidation validation, Scope scope) implements Change {

    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        ServedResource resource = request.resource();
        KubeObject patched =
                PatchDecoding.decode(
                        patch.apply(current.json(), resource.schema()),
                        new PatchDecoding.Target(resource.form(), validation),
                        request.warnings());
        resource.rules().setDefaults(patched);
        KubeObject completed = resource.form().completed(patched);
        ObjectIdentity.require(request.attributes(), completed);
        return completed;
    }
}
