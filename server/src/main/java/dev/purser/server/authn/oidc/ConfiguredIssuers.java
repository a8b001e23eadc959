package dev.purser.server.authn.oidc;

import dev.purser.server.authn.AnonymousAccess;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.token.TokenAuthenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issuers of the file of `--authentication-config`. The file is looked at when a token comes
/// and nobody has looked for a second: a changed one counts from then on, a broken one is told to
/// the log and changes nothing. Thread-safe.
public final class ConfiguredIssuers implements TokenAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredIssuers.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Path file;
    private final ConfigurationReader reader;
    private final InstantSource clock;
    private final Optional<AnonymousAccess> anonymous;
    private volatile Current current;

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Current(List<IssuerTokens> issuers, byte[] text, Instant seen) {}

    private ConfiguredIssuers(
            Path file,
            ConfigurationReader reader,
            InstantSource clock,
            AuthenticationConfiguration first,
            byte[] text) {
        this.file = file;
        this.reader = reader;
        this.clock = clock;
        this.anonymous = first.anonymous();
        this.current = new Current(issuers(first), text, clock.instant());
    }

    /// Reads the file for the first time.
    ///
    /// @throws ConfigurationException when it is no configuration
    /// @throws IOException when it cannot be read
    public static ConfiguredIssuers of(Path file, ConfigurationReader reader, InstantSource clock)
            throws IOException, ConfigurationException {
        byte[] text = Files.readAllBytes(file);
        return new ConfiguredIssuers(file, reader, clock, reader.read(text), text);
    }

    /// Which requests may come from nobody in particular; empty when the file does not say. It does
    /// not change while the server runs.
    public Optional<AnonymousAccess> anonymous() {
        return anonymous;
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences)
            throws AuthenticationException {
        for (IssuerTokens issuer : issuers()) {
            Optional<Authentication> found = issuer.authenticate(token, audiences);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<IssuerTokens> issuers() {
        Current known = current;
        Instant now = clock.instant();
        return now.isBefore(known.seen.plus(FRESH)) ? known.issuers : look(now);
    }

    private synchronized List<IssuerTokens> look(Instant now) {
        Current known = current;
        if (now.isBefore(known.seen.plus(FRESH))) {
            return known.issuers;
        }
        Current next = new Current(known.issuers, known.text, now);
        try {
            byte[] text = Files.readAllBytes(file);
            if (!Arrays.equals(text, known.text)) {
                // A broken text is remembered too, so that it is told once.
                next = new Current(known.issuers, text, now);
                next = new Current(issuers(changed(text)), text, now);
                LOG.info("reloaded authentication config");
            }
        } catch (IOException | ConfigurationException e) {
            LOG.warn("{} is not taken up: {}", file, e.getMessage());
        }
        current = next;
        return next.issuers;
    }

    private AuthenticationConfiguration changed(byte[] text) throws ConfigurationException {
        AuthenticationConfiguration configuration = reader.read(text);
        if (!configuration.anonymous().equals(anonymous)) {
            throw new ConfigurationException(
                    "anonymous: Forbidden: changed from initial configuration file");
        }
        return configuration;
    }

    private List<IssuerTokens> issuers(AuthenticationConfiguration configuration) {
        return configuration.issuers().stream()
                .map(one -> new IssuerTokens(one, new HttpsDocuments(one.authorities()), clock))
                .toList();
    }
}
