package dev.purser.external.store;

import dev.purser.client.time.Timers;
import java.util.concurrent.Semaphore;

/// Keeps one store's limits: calls a second, and calls at a time. Thread-safe.
final class CallGate {
    private final StoreLimits limits;
    private final TokenBucket bucket;
    private final Semaphore places;

    CallGate(StoreLimits limits, Timers timers) {
        this.limits = limits;
        this.bucket = new TokenBucket(limits.callsPerSecond(), timers);
        this.places = new Semaphore(limits.callsAtOnce(), true);
    }

    StoreLimits limits() {
        return limits;
    }

    /// Waits for a place; closing it gives it back.
    Place enter() throws InterruptedException {
        places.acquire();
        try {
            bucket.take();
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
        return places::release;
    }

    /// The right to make one call.
    @FunctionalInterface
    interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
