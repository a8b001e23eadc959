package dev.purser.external.provider.kubernetes;

import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The token of a service account, asked for anew before it ends. Thread-safe.
final class AccountToken {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration USED_FOR = LIFETIME.multipliedBy(3).dividedBy(4);

    private final Credentials credentials;
    private final JsonNode reference;
    private final InstantSource clock;
    private Instant goodUntil = Instant.MIN;
    private volatile String current = "";

    AccountToken(Credentials credentials, JsonNode reference, InstantSource clock) {
        this.credentials = credentials;
        this.reference = reference;
        this.clock = clock;
    }

    /// Makes sure that the token is good for a while.
    synchronized void renew() throws ProviderException {
        Instant now = clock.instant();
        if (!now.isBefore(goodUntil)) {
            current = credentials.serviceAccountToken(reference, List.of(), LIFETIME).text();
            goodUntil = now.plus(USED_FOR);
        }
    }

    /// Has the next [#renew] ask for another token than this, which was not accepted.
    synchronized void reject(String refused) {
        if (current.equals(refused)) {
            goodUntil = Instant.MIN;
        }
    }

    String current() {
        return current;
    }
}
