package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.wire.http.Answer;
import java.util.List;

/// A group of the API that something else than the registry answers. Requests come authenticated
/// and authorized. Thread-safe.
public interface ApiExtension {
    /// What discovery tells of it.
    ApiGroup group();

    /// The objects of the system that come with it, such as roles.
    List<KubeObject> systemObjects();

    /// Answers a request for a resource of the group, which need not exist.
    ///
    /// @throws dev.purser.api.status.StatusException to refuse
    Answer answer(Exchange exchange);
}
