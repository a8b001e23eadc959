package dev.purser.server.endpoint;

import dev.purser.api.codec.Decoded;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patch;
import dev.purser.api.patch.Patched;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest;
import java.util.ArrayList;
import java.util.List;

/// PATCH with one of the formats that change a tree.
record TreePatch(Patch patch, FieldValidation validation, Scope scope) implements Change {

    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        ServedResource resource = request.resource();
        Patched patched = patch.apply(current.json(), resource.schema());
        Decoded decoded = decode(patched, resource);
        List<String> strict = new ArrayList<>(patched.strictErrors());
        strict.addAll(decoded.strictErrors());
        if (!strict.isEmpty()) {
            switch (validation) {
                case IGNORE -> {
                    // Dropped silently, as the request wishes.
                }
                case WARN -> strict.forEach(request.warnings());
                case STRICT ->
                        throw patched.undecodable(
                                new Decoded(decoded.object(), strict).strictMessage());
            }
        }
        resource.rules().setDefaults(decoded.object());
        return resource.form().canonical(decoded.object());
    }

    private Decoded decode(Patched patched, ServedResource resource) {
        try {
            return resource.form().decode(patched.object());
        } catch (DecodingException e) {
            throw patched.undecodable(e.getMessage());
        }
    }
}
