package dev.purser.server.access;

import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.PkiException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of service account tokens as the cluster's own directory has them. When somebody asks
/// for them and has not done so for a second, their files are looked at: after `purser token-key
/// rotate` the new key signs. Thread-safe.
final class ClusterTokenKeys implements Supplier<TokenKeys> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTokenKeys.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ClusterPki pki;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile Loaded loaded;

    private record Loaded(TokenKeys keys, Optional<String> version, Instant seen) {}

    ClusterTokenKeys(ClusterPki pki, InstantSource clock, SecureRandom random) {
        this.pki = pki;
        this.clock = clock;
        this.random = random;
        TokenKeys keys = read();
        this.loaded = new Loaded(keys, pki.serviceAccountKeysVersion(), clock.instant());
    }

    @Override
    public TokenKeys get() {
        Loaded current = loaded;
        Instant now = clock.instant();
        return now.isBefore(current.seen.plus(FRESH)) && !now.isBefore(current.seen)
                ? current.keys
                : look(now);
    }

    private synchronized TokenKeys look(Instant now) {
        Loaded current = loaded;
        Optional<String> version = pki.serviceAccountKeysVersion();
        TokenKeys keys = current.keys;
        if (version.isPresent() && !version.equals(current.version)) {
            try {
                keys = read();
                LOG.info("{} signs service account tokens from now on", keys.signing());
            } catch (PkiException e) {
                LOG.warn("the keys of service account tokens stay as they are", e);
            }
        }
        loaded = new Loaded(keys, version.or(() -> current.version), now);
        return keys;
    }

    private TokenKeys read() {
        SigningKey signing = new SigningKey(pki.serviceAccountKey(), random);
        List<VerificationKey> verification = new ArrayList<>(List.of(signing.verification()));
        pki.formerServiceAccountKeys().forEach(key -> verification.add(VerificationKey.of(key)));
        return new TokenKeys(signing, verification.stream().distinct().toList());
    }
}
