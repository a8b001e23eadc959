package dev.purser.server.flow;

import java.util.HashMap;
import java.util.Map;

/// After how many seconds a refused client should come back: twice as many as before while many are
/// refused, fewer again when that ends. Thread-safe.
final class RetryAfter {
    private static final int SECONDS_MAX = 32;
    private static final int MANY = 3;

    /// The refusals of each of the last seconds.
    private final Map<Long, Integer> refused = new HashMap<>();

    private int seconds = 1;
    private long current;
    private long raisedAt;

    /// Notes a refusal.
    ///
    /// @param now in seconds, of any clock that does not run backwards
    /// @return what to tell the client
    synchronized int refuse(long now) {
        if (now != current) {
            current = now;
            refused.keySet().removeIf(second -> now - second > SECONDS_MAX);
            adjust(now);
        }
        refused.merge(now, 1, Integer::sum);
        return seconds;
    }

    private void adjust(long now) {
        long recent = 0;
        for (Map.Entry<Long, Integer> each : refused.entrySet()) {
            if (now - each.getKey() <= seconds) {
                recent += each.getValue();
            }
        }
        if (now - raisedAt >= seconds && recent >= (long) MANY * seconds) {
            seconds = Math.min(2 * seconds, SECONDS_MAX);
            raisedAt = now;
        } else if (recent < seconds && seconds > 1) {
            seconds--;
        }
    }
}
