package dev.purser.server.authn.oidc;

import dev.purser.cel.claims.ClaimsExpression;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One issuer whose users are known here (`JWTAuthenticator`), checked. Immutable.
///
/// @param url as tokens name it
/// @param discovery where its configuration is
/// @param authorities of its servers' certificates; empty for those that the system trusts
/// @param audiences a token must be for one of them
/// @param algorithms how its tokens may be signed
/// @param requiredClaims with the values that they must have
/// @param claimRules must be true for the claims
/// @param extra by key
/// @param userRules must be true for the user
record TokenIssuerSettings(
        String url,
        URI discovery,
        List<X509Certificate> authorities,
        Set<String> audiences,
        Set<SignatureAlgorithm> algorithms,
        Map<String, String> requiredClaims,
        List<Rule> claimRules,
        ClaimSource username,
        ClaimSource groups,
        ClaimSource uid,
        Map<String, ClaimsExpression> extra,
        List<Rule> userRules) {

    /// @param message for whoever breaks it
    record Rule(ClaimsExpression expression, String message) {}
}
