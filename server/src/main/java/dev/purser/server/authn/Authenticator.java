package dev.purser.server.authn;

import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.util.Optional;

/// Tells who sent a request by one kind of credential. Thread-safe.
public interface Authenticator {
    /// The sender, with [Identity#AUTHENTICATED] among its groups; empty when the request has no
    /// credential of this kind.
    ///
    /// @throws dev.purser.api.status.StatusException with reason `Unauthorized` for a credential
    ///   that is not valid
    Optional<Identity> authenticate(Credentials credentials);
}
