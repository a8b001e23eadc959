package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Which ExternalSecrets fail, and how long each waits before its next try. Thread-safe.
final class Failures {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LEAST_LONGEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final Map<ObjectKey, Backoff> failing = new ConcurrentHashMap<>();

    Failures(RandomGenerator random) {
        this.random = random;
    }

    /// The pause after another failure: growing, but no longer than the refresh interval.
    Duration next(ExternalSecret failed) {
        return next(failed.key(), longest(failed));
    }

    /// The pause after a failure of an object that could not even be read.
    Duration next(ObjectKey key) {
        return next(key, LONGEST);
    }

    private Duration next(ObjectKey key, Duration longest) {
        Backoff pauses = failing.computeIfAbsent(key, _ -> new Backoff(FIRST, longest, random));
        synchronized (pauses) {
            return pauses.next();
        }
    }

    private static Duration longest(ExternalSecret failed) {
        if (!failed.isPolled() || failed.interval().compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return failed.interval().compareTo(LEAST_LONGEST) < 0 ? LEAST_LONGEST : failed.interval();
    }

    void forget(ObjectKey key) {
        failing.remove(key);
    }

    /// Those of these that fail.
    List<ObjectKey> among(List<ObjectKey> keys) {
        return keys.stream().filter(failing::containsKey).toList();
    }
}
