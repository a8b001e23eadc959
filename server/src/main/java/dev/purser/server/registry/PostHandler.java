package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;

/// A resource or subresource that does something with what is posted to it, instead of storing it:
/// a review is answered, a pod is bound or evicted. Thread-safe.
@FunctionalInterface
public interface PostHandler {
    /// What the client gets back.
    ///
    /// @param posted decoded, defaulted and structurally checked; the handler's own
    /// @throws dev.purser.api.status.StatusException to refuse
    KubeObject post(WriteRequest request, KubeObject posted);
}
