package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;

/// Decides whether somebody may do something. Thread-safe and fast: it is asked on every request.
public interface Authorizer {
    Decision authorize(Identity identity, Attributes attributes);

    /// A decision, with a reason for people (`RBAC: allowed by …`); empty where there is none.
    sealed interface Decision {
        String reason();
    }

    record Allowed(String reason) implements Decision {}

    /// Nobody said yes; another authorizer may.
    record NoOpinion(String reason) implements Decision {}

    /// Refused, whatever others say.
    record Denied(String reason) implements Decision {}
}
