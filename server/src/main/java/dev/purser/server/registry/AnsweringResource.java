package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// A resource or subresource that answers a POST instead of storing it: access reviews, token
/// requests.
///
/// The registry decodes, defaults and structurally checks the body, and authorizes the request
/// before it calls. Thread-safe.
@FunctionalInterface
public interface AnsweringResource {
    /// The object to answer with, which may be the posted one completed.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse
    KubeObject answer(Identity identity, Attributes attributes, KubeObject posted);

    /// The same for those that have warnings to give, or something for the audit log.
    default KubeObject answer(WriteRequest request, KubeObject posted) {
        return answer(request.identity(), request.attributes(), posted);
    }
}
