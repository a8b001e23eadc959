package dev.purser.app.command;

import dev.purser.server.access.ServiceAccountSettings;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.pki.KeyFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of service account tokens.
final class ServiceAccountOptions {
    private static final Duration EXPIRATION_MIN = Duration.ofHours(1);
    private static final Duration EXPIRATION_MAX = Duration.ofSeconds(1L << 32);

    @Option(
            names = "--service-account-issuer",
            paramLabel = "ISSUER",
            description =
                    "who issues tokens; repeated, the first one issues and all are honoured"
                            + " (default: "
                            + TokenIssuer.DEFAULT_ISSUER
                            + ")")
    private List<String> issuers = List.of(TokenIssuer.DEFAULT_ISSUER);

    @Option(
            names = "--api-audiences",
            paramLabel = "AUDIENCE",
            split = ",",
            description = "whom tokens for this server are for (default: the issuers)")
    private List<String> audiences = List.of();

    @Option(
            names = "--service-account-signing-key-file",
            paramLabel = "FILE",
            description = "the private key that signs tokens (default: Purser's own)")
    private @Nullable Path signingKey;

    @Option(
            names = "--service-account-key-file",
            paramLabel = "FILE",
            description = "keys whose tokens are honoured; repeated for several files")
    private List<Path> keyFiles = List.of();

    @Option(
            names = "--service-account-max-token-expiration",
            paramLabel = "DURATION",
            description = "the longest time for which a token is issued (default: no limit)")
    private @Nullable String maxExpiration;

    @Option(
            names = "--service-account-extend-token-expiration",
            arity = "0..1",
            paramLabel = "BOOL",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "honour mounted tokens for a year, for programs that do not read them anew"
                            + " (default: ${DEFAULT-VALUE})")
    private boolean extendExpiration = true;

    @Option(
            names = "--service-account-jwks-uri",
            paramLabel = "URI",
            description = "where the public keys are told to be (default: this server)")
    private @Nullable String jwksUri;

    ServiceAccountSettings settings() {
        Set<String> seen = new HashSet<>();
        for (String issuer : issuers) {
            if (issuer.isEmpty()) {
                throw new CommandFailure("service-account-issuer should not be an empty string");
            }
            if (!seen.add(issuer)) {
                throw new CommandFailure(
                        "service-account-issuer \"" + issuer + "\" is already specified");
            }
        }
        if (jwksUri != null && !isHttps(jwksUri)) {
            throw new CommandFailure(
                    "service-account-jwks-uri requires https scheme, parsed as: " + jwksUri);
        }
        return new ServiceAccountSettings(
                issuers, audiences, expiration(), extendExpiration, Optional.ofNullable(jwksUri));
    }

    private Optional<Duration> expiration() {
        if (maxExpiration == null) {
            return Optional.empty();
        }
        Duration max =
                DurationOption.parse("--service-account-max-token-expiration", maxExpiration);
        if (max.compareTo(EXPIRATION_MIN) < 0 || max.compareTo(EXPIRATION_MAX) > 0) {
            throw new CommandFailure(
                    "the service-account-max-token-expiration must be between 1 hour and 2^32"
                            + " seconds");
        }
        return Optional.of(max);
    }

    /// The keys of the files; empty when Purser's own are to be used.
    Optional<TokenKeys> keys(SecureRandom random) {
        if (signingKey == null) {
            if (!keyFiles.isEmpty()) {
                throw new CommandFailure(
                        "--service-account-key-file needs --service-account-signing-key-file: one of"
                                + " the keys has to sign");
            }
            return Optional.empty();
        }
        try {
            SigningKey signing = new SigningKey(KeyFiles.keyPair(signingKey), random);
            List<VerificationKey> verification = new ArrayList<>();
            for (Path file : keyFiles) {
                for (PublicKey key : KeyFiles.publicKeys(file)) {
                    verification.add(VerificationKey.of(key));
                }
            }
            return Optional.of(
                    verification.isEmpty()
                            ? TokenKeys.of(signing)
                            : new TokenKeys(signing, verification));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    "the keys of service account tokens cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHttps(String uri) {
        try {
            return "https".equals(URI.create(uri).getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
