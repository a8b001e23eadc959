package dev.purser.external.store;

import java.time.Duration;

/// What a store is spared.
///
/// @param callsPerSecond on the average; twice as many may come at once
/// @param callsAtOnce that wait for an answer at the same time
/// @param retries of a call that failed because the provider did not answer (`retrySettings`)
/// @param retryPause between those
public record StoreLimits(
        double callsPerSecond, int callsAtOnce, int retries, Duration retryPause) {
    /// For stores that say nothing else.
    public static final StoreLimits DEFAULT = new StoreLimits(50, 8, 0, Duration.ofSeconds(1));

    /// The annotation that sets [#callsPerSecond].
    static final String CALLS_PER_SECOND = "external-secrets.purser.dev/calls-per-second";

    /// The annotation that sets [#callsAtOnce].
    static final String CALLS_AT_ONCE = "external-secrets.purser.dev/calls-at-once";
}
