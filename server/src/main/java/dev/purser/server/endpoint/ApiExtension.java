package dev.purser.server.endpoint;

import dev.purser.api.resource.ApiGroup;
import dev.purser.server.wire.Answer;

/// A group of the API that something else than the registry answers. Requests come authenticated
/// and authorized. Thread-safe.
public interface ApiExtension {
    /// What discovery tells of it.
    ApiGroup group();

    /// Answers a request for a resource of the group, which need not exist.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse
    Answer answer(Exchange exchange);
}
