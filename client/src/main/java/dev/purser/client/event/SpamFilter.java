package dev.purser.client.event;

import java.time.Duration;
import java.time.Instant;

/// Limits how many events one object gets: a number at once, then one every few minutes. Not
/// thread-safe.
final class SpamFilter {
    private static final double BURST = 25;
    private static final double TOKENS_PER_SECOND = 1.0 / 300;

    private final RecentlyUsed<ObjectReference, Bucket> buckets = new RecentlyUsed<>();

    /// Whether the event may be written.
    boolean allows(Occurrence occurrence) {
        return buckets.computeIfAbsent(
                        occurrence.about().identity(), _ -> new Bucket(BURST, occurrence.at()))
                .take(occurrence.at());
    }

    private static final class Bucket {
        private double tokens;
        private Instant filled;

        Bucket(double tokens, Instant filled) {
            this.tokens = tokens;
            this.filled = filled;
        }

        boolean take(Instant now) {
            double seconds = Math.max(0, Duration.between(filled, now).toMillis() / 1000.0);
            tokens = Math.min(BURST, tokens + seconds * TOKENS_PER_SECOND);
            filled = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
