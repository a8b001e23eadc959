package dev.purser.server.object;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads and follows stored objects from inside the server, past authentication and authorization.
/// What authn, authz and admission know of the cluster they know by this. Thread-safe.
public interface ObjectSource {
    /// The object as it is stored now; a copy of the caller's own.
    Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name);

    /// All objects of a resource; an empty namespace means all namespaces.
    List<KubeObject> list(GroupVersionResource resource, String namespace);

    /// Calls back on every write of the resource, in revision order, beginning with the objects
    /// there are. The calls come on the writing thread before the write is answered, so that an
    /// index is never behind; they must be short.
    AutoCloseable follow(GroupVersionResource resource, Consumer<Write> consumer);

    /// One object written, or gone.
    sealed interface Write {
        KubeObject object();
    }

    record Put(KubeObject object) implements Write {}

    record Gone(KubeObject object) implements Write {}
}
