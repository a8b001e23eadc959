package dev.purser.server.authn.oidc;

import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.JsonWebKeys;
import dev.purser.server.authn.jose.JsonWebToken;
import dev.purser.server.authn.jose.VerificationKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The public keys of an issuer, fetched when the first token needs them, and again for a token
/// whose key is not among them: that is how issuers change keys. However many bad tokens come, the
/// issuer is asked at most once every few seconds. Thread-safe.
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String issuer;
    private final URI discovery;
    private final IssuerDocumentSource documents;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN);

    private record Known(List<VerificationKey> keys, Instant asked) {}

    /// @param discovery where the issuer's configuration is
    IssuerKeys(String issuer, URI discovery, IssuerDocumentSource documents, InstantSource clock) {
        this.issuer = issuer;
        this.discovery = discovery;
        this.documents = documents;
        this.clock = clock;
    }

    /// Accepts a token that the issuer signed.
    void requireSigned(JsonWebToken token) throws AuthenticationException {
        Known before = known;
        if (isSigned(token, before.keys)) {
            return;
        }
        Known now = refreshed(before);
        if (now.keys.isEmpty()) {
            throw new AuthenticationException("oidc: authenticator not initialized");
        }
        if (!isSigned(token, now.keys)) {
            throw new AuthenticationException(
                    "oidc: verify token: failed to verify signature: failed to verify id token signature");
        }
    }

    private static boolean isSigned(JsonWebToken token, List<VerificationKey> keys) {
        return keys.stream()
                .filter(key -> token.keyId().isEmpty() || key.id().equals(token.keyId()))
                .anyMatch(key -> key.hasSigned(token));
    }

    private Known refreshed(Known before) {
        fetching.lock();
        try {
            boolean isNewer = !known.equals(before);
            if (!isNewer && !clock.instant().isBefore(nextAsk(before))) {
                known = fetch(before);
            }
            return known;
        } finally {
            fetching.unlock();
        }
    }

    private static Instant nextAsk(Known before) {
        return before.asked.equals(Instant.MIN) ? Instant.MIN : before.asked.plus(PAUSE);
    }

    private Known fetch(Known before) {
        Instant now = clock.instant();
        try {
            JsonNode configuration = documents.fetch(discovery);
            String named = configuration.path("issuer").asString("");
            if (!named.equals(issuer)) {
                return failed(
                        before,
                        now,
                        "oidc: issuer did not match the issuer returned by provider, expected \"%s\" got \"%s\""
                                .formatted(issuer, named));
            }
            List<VerificationKey> keys = JsonWebKeys.read(documents.fetch(keysUri(configuration)));
            LOG.info("{} has {} keys", issuer, keys.size());
            return new Known(keys, now);
        } catch (IOException | IllegalArgumentException e) {
            return failed(before, now, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        }
    }

    private static URI keysUri(JsonNode configuration) throws IOException {
        return Optional.of(configuration.path("jwks_uri").asString(""))
                .filter(uri -> !uri.isEmpty())
                .map(URI::create)
                .orElseThrow(() -> new IOException("provider did not return JWKS URL"));
    }

    /// Keys that were known stay known while the issuer cannot be reached.
    private Known failed(Known before, Instant now, String problem) {
        LOG.warn("The keys of {} cannot be had: {}", issuer, problem);
        return new Known(before.keys, now);
    }
}
