package dev.purser.server.authn;

import dev.purser.wire.request.ApiRequest;
import java.util.Optional;

/// Tells who sent a request by one kind of credential. Thread-safe.
public interface Authenticator {
    /// The sender; empty when the request has no credential of this kind.
    ///
    /// @throws AuthenticationException for a credential that is not valid
    Optional<Authentication> authenticate(ApiRequest request) throws AuthenticationException;
}
