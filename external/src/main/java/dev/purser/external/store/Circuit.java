package dev.purser.external.store;

import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Spares a store that fails as a whole: after a growing pause one caller tries it, and all others
/// are told the last failure at once. Thread-safe.
final class Circuit {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /// How long the others wait for the outcome of a trial that is under way.
    private static final Duration TRIAL = Duration.ofSeconds(1);

    private final Timers timers;
    private final Backoff pauses;
    private @Nullable ProviderException failure;
    private Instant nextTrial = Instant.EPOCH;
    private boolean trying;

    Circuit(Timers timers, RandomGenerator random) {
        this.timers = timers;
        this.pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /// Lets a caller through, who must then say how it ended.
    ///
    /// @throws ProviderException the last failure, with the time of the next trial, while the store
    ///   is spared
    synchronized void enter() throws ProviderException {
        ProviderException last = failure;
        if (last == null) {
            return;
        }
        Duration wait = Duration.between(timers.instant(), nextTrial);
        if (wait.isPositive()) {
            throw last.waiting(wait);
        }
        if (trying) {
            throw last.waiting(TRIAL);
        }
        trying = true;
    }

    /// A call succeeded, or failed for reasons of its own; returns whether the store had failed
    /// before.
    synchronized boolean works() {
        boolean recovered = failure != null;
        failure = null;
        trying = false;
        pauses.reset();
        return recovered;
    }

    /// A call failed because the store does; returns the failure with the time of the next trial.
    synchronized ProviderException fails(ProviderException cause) {
        Instant now = timers.instant();
        if (failure == null || trying) {
            Duration pause = pauses.next();
            Duration asked = cause.retryAfter().orElse(Duration.ZERO);
            nextTrial = now.plus(asked.compareTo(pause) > 0 ? asked : pause);
        }
        failure = cause;
        trying = false;
        Duration wait = Duration.between(now, nextTrial);
        return cause.waiting(wait.isPositive() ? wait : TRIAL);
    }

    /// A call ended without telling anything of the store.
    synchronized void leave() {
        trying = false;
    }

    /// Lets the next caller try at once, since something has changed.
    synchronized void tryNow() {
        if (failure != null) {
            nextTrial = timers.instant();
            pauses.reset();
        }
    }

    /// Why the store is spared; empty while it works.
    synchronized Optional<ProviderException> failure() {
        return Optional.ofNullable(failure);
    }
}
