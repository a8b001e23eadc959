package dev.purser.store;

import java.time.Duration;

/// How much a [MultiVersionCache] remembers.
///
/// @param revisions the most past revisions that lists and watches can go back to
/// @param age how long after it was superseded a revision can still be read
/// @param watcherBacklog how many events may wait for one reader before it is given up
/// @param bytes how large the values may be, in all, that past revisions hold, and those that wait
///   for one reader: large objects that change often would fill the memory long before there are
///   too many revisions
public record CacheLimits(int revisions, Duration age, int watcherBacklog, long bytes) {
    /// With little memory still enough for lists in pages and watchers that come along.
    private static final long BYTES_MIN = 16L << 20;

    /// Of all memory there is.
    private static final long SHARE = 16;

    public CacheLimits {
        if (revisions < 1 || watcherBacklog < 1 || bytes < 1 || age.isNegative()) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /// What a server runs with: five minutes, as kube-apiserver compacts etcd.
    ///
    /// @param memory all that the process may use, in bytes
    public static CacheLimits standard(long memory) {
        return new CacheLimits(
                10_000, Duration.ofMinutes(5), 10_000, Math.max(BYTES_MIN, memory / SHARE));
    }
}
