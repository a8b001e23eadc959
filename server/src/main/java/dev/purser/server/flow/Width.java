package dev.purser.server.flow;

import java.time.Duration;

/// How much of the server a request is estimated to need.
///
/// @param seats while it is carried out
/// @param lingeringSeats after it, while what it caused is still being done
/// @param lingering for how long; its answer does not wait for that
record Width(int seats, int lingeringSeats, Duration lingering) {
    /// What the server is expected to be busy with one request, until it is known better.
    static final Duration EXPECTED_SERVICE = Duration.ofMillis(3);

    private static final double NANOS_PER_SECOND = 1e9;

    static Width of(int seats) {
        return new Width(seats, 0, Duration.ZERO);
    }

    /// What it occupies from its dispatch on.
    int seatsMax() {
        return Math.max(seats, lingeringSeats);
    }

    /// The same work by no more lingering seats than this, for longer.
    Width within(int limit) {
        return lingeringSeats <= limit
                ? this
                : new Width(seats, limit, lingering.multipliedBy(lingeringSeats).dividedBy(limit));
    }

    /// In seat-seconds.
    double work() {
        return work(seats, EXPECTED_SERVICE.toNanos()) + work(lingeringSeats, lingering.toNanos());
    }

    static double work(int seats, long nanos) {
        return seats * (nanos / NANOS_PER_SECOND);
    }
}
