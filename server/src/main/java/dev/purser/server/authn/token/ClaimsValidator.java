package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import tools.jackson.databind.node.ObjectNode;

/// Judges what a token says whose signature is good. Thread-safe.
interface ClaimsValidator {
    /// Whose token it is.
    ///
    /// @param token its text, to be compared with copies
    Authentication validate(String token, ObjectNode claims) throws AuthenticationException;
}
