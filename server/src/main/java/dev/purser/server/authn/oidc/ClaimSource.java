package dev.purser.server.authn.oidc;

import dev.purser.cel.claims.ClaimsExpression;

/// Where a part of a user comes from.
sealed interface ClaimSource {
    /// It is not set.
    record Nowhere() implements ClaimSource {}

    /// @param prefix put before every value
    record Claim(String name, String prefix) implements ClaimSource {}

    record Computed(ClaimsExpression expression) implements ClaimSource {}
}
