package dev.purser.server.admission.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// A bucket of tokens for each key, refilled as time passes. Thread-safe.
final class TokenBuckets {
    private final EventLimit limit;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > limit.rememberedMax();
                }
            };

    private record Bucket(double tokens, Instant filledAt) {}

    TokenBuckets(EventLimit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /// Takes a token out of the bucket of a key.
    ///
    /// @return whether there was one
    synchronized boolean tryTake(String key) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(limit.burst(), now));
        double seconds = Math.max(0, Duration.between(bucket.filledAt, now).toNanos() / 1e9);
        double tokens = Math.min(limit.burst(), bucket.tokens + seconds * limit.perSecond());
        boolean isTaken = tokens >= 1;
        buckets.put(key, new Bucket(isTaken ? tokens - 1 : tokens, now));
        return isTaken;
    }
}
