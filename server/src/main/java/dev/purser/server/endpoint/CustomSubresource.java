package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.Subresource;
import dev.purser.wire.http.Answer;

/// A subresource of a custom resource that a part of this process answers, such as the controller
/// that keeps its objects. It is there, and in discovery, for as long as a CustomResourceDefinition
/// makes the resource. Thread-safe.
///
/// Requests come authenticated, authorized (by the name of the object, as for every subresource),
/// in their turn and within the server's limits. The body may be anything and does not get into the
/// audit log; whether the object exists is for the part to find out.
public interface CustomSubresource {
    /// Of which resource it is a part.
    GroupResource resource();

    /// Its name, the verbs that it has, and the kind that it answers with.
    Subresource subresource();

    /// Answers a request of one of its verbs.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse
    Answer answer(Exchange exchange);
}
