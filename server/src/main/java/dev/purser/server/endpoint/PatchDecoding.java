package dev.purser.server.endpoint;

import dev.purser.api.codec.Decoded;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.ObjectForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patched;
import dev.purser.api.status.StatusErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads what a patch made of an object, as strictly as the request wants.
final class PatchDecoding {
    private PatchDecoding() {}

    /// What the tree is read as.
    record Target(ObjectForm form, FieldValidation validation) {}

    /// The object that a patch made, not defaulted.
    ///
    /// @throws dev.purser.api.status.StatusException 422 for what the kind cannot be, and for
    ///   unknown and duplicate fields that are not to be dropped
    static KubeObject decode(Patched patched, Target target, Consumer<String> warnings) {
        requireKind(patched, target.form);
        Decoded decoded;
        try {
            decoded = target.form.decode(patched.object());
        } catch (DecodingException e) {
            throw patched.undecodable(e.getMessage());
        }
        List<String> strict = new ArrayList<>(patched.strictErrors());
        strict.addAll(decoded.strictErrors());
        if (!strict.isEmpty()) {
            switch (target.validation) {
                case IGNORE -> {
                    // Dropped silently, as the request wishes.
                }
                case WARN -> strict.forEach(warnings);
                case STRICT ->
                        throw patched.undecodable(
                                new Decoded(decoded.object(), strict).strictMessage());
            }
        }
        return decoded.object();
    }

    /// Without a version nothing can be read, not even the name.
    private static void requireKind(Patched patched, ObjectForm form) {
        if (patched.object().path("apiVersion").asString("").isEmpty()) {
            throw StatusErrors.badRequest(
                    "the name of the object (%s based on URL) was undeterminable: name must be provided"
                            .formatted(KubeObject.of(patched.object()).name()));
        }
        form.otherKind(patched.object())
                .ifPresent(why -> {
                    throw patched.undecodable(why);
                });
    }
}
