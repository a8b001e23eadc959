package dev.purser.store;

import java.time.Duration;

/// How much a [MultiVersionCache] remembers.
///
/// @param revisions the most past revisions that lists and watches can go back to
/// @param age how long after it was superseded a revision can still be read
/// @param watcherBacklog how many events may wait for one reader before it is given up
public record CacheLimits(int revisions, Duration age, int watcherBacklog) {
    public CacheLimits {
        if (revisions < 1 || watcherBacklog < 1 || age.isNegative()) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /// What a server runs with: five minutes, as kube-apiserver compacts etcd.
    public static CacheLimits standard() {
        return new CacheLimits(10_000, Duration.ofMinutes(5), 10_000);
    }
}
