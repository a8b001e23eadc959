package dev.purser.server.admission.policy;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import java.util.Optional;

/// How objects of resources are read again after policies have changed them. Thread-safe.
@FunctionalInterface
public interface Completion {
    /// The form of a resource's objects; empty for a resource that is not served.
    Optional<Form> form(GroupVersionResource resource);

    /// What objects of one resource look like.
    interface Form {
        ObjectSchema schema();

        /// The object as a request would have brought it: of the right types, with defaults.
        ///
        /// @throws DecodingException if it is not of the resource's kind
        KubeObject complete(KubeObject changed) throws DecodingException;
    }
}
