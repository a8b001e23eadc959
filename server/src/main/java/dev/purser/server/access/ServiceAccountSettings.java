package dev.purser.server.access;

import dev.purser.server.authn.token.TokenIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How service account tokens are issued and judged (`--service-account-*`, `--api-audiences`).
/// Immutable.
///
/// @param issuers the first one issues, all are honoured; not empty
/// @param apiAudiences whom tokens for this server are for; empty for the issuers
/// @param maxExpiration the longest time for which a token is issued; empty for no limit
/// @param extendsExpiration whether mounted tokens are honoured for a year, for programs that do
///   not read them anew
/// @param jwksUri where the keys are published, if not on this server
public record ServiceAccountSettings(
        List<String> issuers,
        List<String> apiAudiences,
        Optional<Duration> maxExpiration,
        boolean extendsExpiration,
        Optional<String> jwksUri) {
    public ServiceAccountSettings {
        issuers = List.copyOf(issuers);
        apiAudiences = apiAudiences.isEmpty() ? issuers : List.copyOf(apiAudiences);
    }

    /// As a cluster has them that says nothing.
    public static ServiceAccountSettings defaults() {
        return new ServiceAccountSettings(
                List.of(TokenIssuer.DEFAULT_ISSUER),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty());
    }

    /// Who issues.
    public String issuer() {
        return issuers.getFirst();
    }
}
