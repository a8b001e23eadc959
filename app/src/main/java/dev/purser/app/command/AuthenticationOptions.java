package dev.purser.app.command;

import dev.purser.app.data.Instance;
import dev.purser.server.access.AuthenticationSettings;
import dev.purser.server.access.ServiceAccountSettings;
import dev.purser.server.authn.AnonymousAccess;
import dev.purser.server.authn.oidc.ConfigurationException;
import dev.purser.server.authn.oidc.ConfigurationReader;
import dev.purser.server.authn.oidc.ConfiguredIssuers;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.authn.token.TokenFile;
import dev.purser.server.pki.KeyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say how callers are known; named as kube-apiserver's flags are.
final class AuthenticationOptions {
    @Option(
            names = "--anonymous-auth",
            arity = "0..1",
            paramLabel = "BOOL",
            fallbackValue = "true",
            description =
                    "take requests without a credential as anonymous (default: for /healthz, /livez"
                            + " and /readyz alone; with --api-only for all)")
    private @Nullable Boolean anonymous;

    @Option(
            names = "--token-auth-file",
            paramLabel = "FILE",
            description = "fixed bearer tokens: lines of token,user,uid,\"group1,group2\"")
    private @Nullable Path tokenFile;

    @Option(
            names = "--enable-bootstrap-token-auth",
            arity = "0..1",
            paramLabel = "BOOL",
            fallbackValue = "true",
            defaultValue = "false",
            description = "take bootstrap tokens, Secrets of kube-system, as credentials")
    private boolean bootstrapTokens;

    @Option(
            names = "--client-ca-file",
            paramLabel = "FILE",
            description = "know users by client certificates of these authorities too")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--authentication-config",
            paramLabel = "FILE",
            description =
                    "an AuthenticationConfiguration: OpenID Connect issuers, and who may be anonymous;"
                            + " changes are taken up while Purser runs")
    private @Nullable Path configuration;

    @Mixin private final OidcOptions oidc = new OidcOptions();

    @Mixin private final RequestHeaderOptions requestHeader = new RequestHeaderOptions();

    @Mixin private final ServiceAccountOptions serviceAccounts = new ServiceAccountOptions();

    /// The settings, checked; files are read.
    AuthenticationSettings settings(Instance.Mode mode, InstantSource clock, SecureRandom random) {
        List<X509Certificate> authorities = authorities();
        ServiceAccountSettings accounts = serviceAccounts.settings();
        ConfigurationReader reader = new ConfigurationReader(accounts.issuers());
        Optional<ConfiguredIssuers> configured = configured(reader, clock);
        return new AuthenticationSettings(
                anonymous(mode, configured.flatMap(ConfiguredIssuers::anonymous)),
                tokens(random),
                bootstrapTokens,
                authorities,
                requestHeader.settings(authorities),
                accounts,
                serviceAccounts.keys(random),
                configured
                        .<TokenAuthenticator>map(issuers -> issuers)
                        .or(() -> oidc.issuer(reader, clock)));
    }

    private Optional<ConfiguredIssuers> configured(
            ConfigurationReader reader, InstantSource clock) {
        if (configuration == null) {
            return Optional.empty();
        }
        if (oidc.isAnySet()) {
            throw new CommandFailure(
                    "authentication-config file and oidc-* flags are mutually exclusive");
        }
        try {
            return Optional.of(ConfiguredIssuers.of(configuration, reader, clock));
        } catch (IOException e) {
            throw new CommandFailure(
                    "--authentication-config cannot be read: " + e.getMessage(), e);
        } catch (ConfigurationException e) {
            throw new CommandFailure(
                    "--authentication-config " + configuration + ": " + e.getMessage(), e);
        }
    }

    private AnonymousAccess anonymous(Instance.Mode mode, Optional<AnonymousAccess> configured) {
        if (configured.isPresent()) {
            if (anonymous != null) {
                throw new CommandFailure(
                        "anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous"
                                + " field is configured in authentication configuration file");
            }
            return configured.get();
        }
        if (anonymous == null) {
            return standard(mode);
        }
        return anonymous ? AnonymousAccess.EVERYWHERE : AnonymousAccess.NOWHERE;
    }

    /// What strangers see when nobody says it. An API server alone is a test environment and does
    /// as Kubernetes does.
    static AnonymousAccess standard(Instance.Mode mode) {
        return mode == Instance.Mode.API_ONLY ? AnonymousAccess.EVERYWHERE : AnonymousAccess.HEALTH;
    }

    private Optional<StaticTokens> tokens(SecureRandom random) {
        if (tokenFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TokenFile.read(tokenFile, random));
        } catch (IOException e) {
            throw new CommandFailure("--token-auth-file cannot be read: " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> authorities() {
        if (clientAuthorities == null) {
            return List.of();
        }
        try {
            return KeyFiles.certificates(clientAuthorities);
        } catch (IOException e) {
            throw new CommandFailure("--client-ca-file cannot be read: " + e.getMessage(), e);
        }
    }
}
