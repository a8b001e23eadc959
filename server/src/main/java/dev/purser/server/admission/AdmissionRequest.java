package dev.purser.server.admission;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;
import java.util.function.Consumer;

/// A write on its way to the registry.
///
/// @param operation what the write does
/// @param attributes the resource, subresource, namespace and name it is for
/// @param object the object as it would be stored, for plugins to change; empty for a deletion
/// @param old the object as it is stored; empty for a creation
/// @param warnings takes the texts of `Warning` headers
public record AdmissionRequest(
        Operation operation,
        Identity identity,
        Attributes attributes,
        Optional<KubeObject> object,
        Optional<KubeObject> old,
        Consumer<String> warnings) {

    /// What a write does.
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }
}
