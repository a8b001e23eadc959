package dev.purser.app.command;

import dev.purser.server.authn.oidc.ConfigurationException;
import dev.purser.server.authn.oidc.ConfigurationReader;
import dev.purser.server.authn.oidc.FlaggedIssuer;
import dev.purser.server.authn.token.TokenAuthenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of one OpenID Connect issuer; `--authentication-config` can do more.
final class OidcOptions {
    @Option(
            names = "--oidc-issuer-url",
            paramLabel = "URL",
            description = "know users by the tokens of this OpenID Connect issuer")
    private @Nullable String issuerUrl;

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            description = "whom such tokens must be for")
    private @Nullable String clientId;

    @Option(
            names = "--oidc-ca-file",
            paramLabel = "FILE",
            description = "the authority of the issuer's server (default: those of the system)")
    private @Nullable Path authority;

    @Option(
            names = "--oidc-username-claim",
            paramLabel = "CLAIM",
            description = "the claim that is the user's name (default: sub)")
    private @Nullable String usernameClaim;

    @Option(
            names = "--oidc-username-prefix",
            paramLabel = "PREFIX",
            description = "put before it, - for nothing (default: the issuer's URL and #)")
    private @Nullable String usernamePrefix;

    @Option(
            names = "--oidc-groups-claim",
            paramLabel = "CLAIM",
            description = "the claim that is the user's groups")
    private @Nullable String groupsClaim;

    @Option(
            names = "--oidc-groups-prefix",
            paramLabel = "PREFIX",
            description = "put before every group")
    private @Nullable String groupsPrefix;

    @Option(
            names = "--oidc-signing-algs",
            paramLabel = "ALG",
            split = ",",
            description = "how tokens may be signed (default: RS256)")
    private @Nullable List<String> algorithms;

    @Option(
            names = "--oidc-required-claim",
            paramLabel = "CLAIM=VALUE",
            description = "a claim that tokens must have; repeated for several")
    private @Nullable Map<String, String> requiredClaims;

    boolean isAnySet() {
        return issuerUrl != null
                || clientId != null
                || authority != null
                || usernameClaim != null
                || usernamePrefix != null
                || groupsClaim != null
                || groupsPrefix != null
                || algorithms != null
                || requiredClaims != null;
    }

    Optional<TokenAuthenticator> issuer(ConfigurationReader reader, InstantSource clock) {
        if (!isAnySet()) {
            return Optional.empty();
        }
        if (text(issuerUrl).isEmpty() || text(clientId).isEmpty()) {
            throw new CommandFailure(
                    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-*"
                            + " flags are set");
        }
        try {
            FlaggedIssuer issuer =
                    new FlaggedIssuer(
                            text(issuerUrl),
                            text(clientId),
                            usernameClaim == null ? "sub" : usernameClaim,
                            text(usernamePrefix),
                            text(groupsClaim),
                            text(groupsPrefix),
                            authority == null ? "" : Files.readString(authority),
                            algorithms == null ? List.of("RS256") : algorithms,
                            requiredClaims == null ? Map.of() : requiredClaims);
            return Optional.of(issuer.authenticator(reader, clock));
        } catch (IOException e) {
            throw new CommandFailure("--oidc-ca-file cannot be read: " + e.getMessage(), e);
        } catch (ConfigurationException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static String text(@Nullable String option) {
        return option == null ? "" : option;
    }
}
