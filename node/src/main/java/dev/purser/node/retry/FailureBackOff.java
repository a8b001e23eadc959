package dev.purser.node.retry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long to wait after failures of one thing: nothing after the first attempt, then a pause that
/// doubles with every attempt up to a limit. A failure that comes long after the last attempt
/// begins anew. Not thread-safe.
///
/// The rules are those of kubelet's `flowcontrol.Backoff`, without jitter: people know its 10 s, 20
/// s, 40 s.
public final class FailureBackOff {
    /// After so many longest pauses without an attempt, the past is forgotten.
    private static final int FORGET_FACTOR = 2;

    private final Duration first;
    private final Duration longest;
    private Duration pause = Duration.ZERO;
    private @Nullable Instant lastAttempt;

    public FailureBackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /// Kubelet's pauses for containers and images: 10 s to 5 min.
    public static FailureBackOff kubelet() {
        return new FailureBackOff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    }

    /// Kubelet's pauses up to another limit, for containers that keep failing.
    public static FailureBackOff kubelet(Duration longest) {
        Duration first = Duration.ofSeconds(10);
        return new FailureBackOff(longest.compareTo(first) < 0 ? longest : first, longest);
    }

    /// The pause that follows a failure at this moment.
    public Duration pauseAfter(Instant failure) {
        return isForgotten(failure) ? Duration.ZERO : pause;
    }

    /// Takes note of an attempt, made now, that follows this failure.
    public void attempted(Instant now, Instant failure) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(longest) > 0 ? longest : doubled;
        pause = isForgotten(failure) ? first : next;
        lastAttempt = now;
    }

    private boolean isForgotten(Instant failure) {
        return lastAttempt == null
                || failure.isAfter(lastAttempt.plus(longest.multipliedBy(FORGET_FACTOR)));
    }
}
