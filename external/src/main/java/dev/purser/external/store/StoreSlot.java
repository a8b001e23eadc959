package dev.purser.external.store;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One store as one namespace sees it, or as all do: its client, opened with the first call, and
/// what spares it. Thread-safe.
final class StoreSlot {
    private final String namespace;
    private final ClientOpening opening;
    private final Surroundings surroundings;
    private final SharedReads reads = new SharedReads();
    private final ReentrantLock lock = new ReentrantLock();
    private Circuit circuit;
    private String version = "";
    private @Nullable OpenClient current;
    private @Nullable StoreCredentials credentials;
    private boolean closed;

    /// What all slots share.
    record Surroundings(
            Timers timers, RandomGenerator random, ProviderCalls calls, StoreListener listener) {}

    /// A question to the provider.
    @FunctionalInterface
    interface Call<T> {
        T ask(SecretsClient client) throws ProviderException, InterruptedException;
    }

    /// @param namespace whose credentials are used; empty for a client that all share
    StoreSlot(String namespace, ClientOpening opening, Surroundings surroundings) {
        this.namespace = namespace;
        this.opening = opening;
        this.surroundings = surroundings;
        this.circuit = newCircuit();
    }

    private Circuit newCircuit() {
        return new Circuit(surroundings.timers(), surroundings.random());
    }

    SharedReads reads() {
        return reads;
    }

    /// Asks the provider, within all limits.
    ///
    /// @param name of the call, for metrics
    <T> T call(StoreSpec spec, CallGate gate, String name, Call<T> call)
            throws ProviderException, InterruptedException {
        Circuit entered = circuitFor(spec);
        entered.enter();
        boolean told = false;
        try (CallGate.Place _ = gate.enter()) {
            T answer = attempts(spec, gate.limits(), name, call);
            told = true;
            works(spec, entered);
            return answer;
        } catch (ProviderException e) {
            told = true;
            throw judged(spec, entered, e);
        } finally {
            if (!told) {
                entered.leave();
            }
        }
    }

    /// A store whose specification changed begins anew.
    private Circuit circuitFor(StoreSpec spec) {
        lock.lock();
        try {
            if (!version.equals(spec.version())) {
                version = spec.version();
                circuit = newCircuit();
                reads.forget();
            }
            return circuit;
        } finally {
            lock.unlock();
        }
    }

    private void works(StoreSpec spec, Circuit entered) {
        if (entered.works()) {
            surroundings.listener().recovered(spec.ref());
        }
    }

    private ProviderException judged(StoreSpec spec, Circuit entered, ProviderException cause) {
        if (!cause.concernsStore()) {
            works(spec, entered);
            return cause;
        }
        boolean worked = entered.failure().isEmpty();
        ProviderException waiting = entered.fails(cause);
        if (worked) {
            surroundings.listener().failed(spec.ref());
        }
        return waiting;
    }

    /// Tries again what got no answer, as often as the store's `retrySettings` say.
    private <T> T attempts(StoreSpec spec, StoreLimits limits, String name, Call<T> call)
            throws ProviderException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                T answer = attempt(spec, call);
                surroundings.calls().succeeded(spec.provider(), name);
                return answer;
            } catch (ProviderException e) {
                surroundings.calls().failed(spec.provider(), name);
                boolean passing = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.THROTTLED;
                if (!passing || attempt >= limits.retries()) {
                    throw e;
                }
            }
            surroundings.timers().sleep(limits.retryPause());
        }
    }

    private <T> T attempt(StoreSpec spec, Call<T> call)
            throws ProviderException, InterruptedException {
        OpenClient client = acquire(spec);
        try {
            return call.ask(client.client());
        } catch (ProviderException e) {
            if (e.kind() == Kind.UNAUTHENTICATED) {
                drop(client);
            }
            throw e;
        } catch (RuntimeException e) {
            throw defect(e);
        } finally {
            client.release();
        }
    }

    /// One caller opens the store, and the others wait for it.
    private OpenClient acquire(StoreSpec spec) throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            OpenClient client = current;
            if (client != null && !client.isCurrent(spec.version())) {
                client.retire();
                reads.forget();
                current = null;
                client = null;
            }
            if (client == null) {
                client = open(spec);
            }
            client.use();
            return client;
        } finally {
            lock.unlock();
        }
    }

    private OpenClient open(StoreSpec spec) throws ProviderException, InterruptedException {
        if (closed) {
            throw new ProviderException(Kind.UNAVAILABLE, "the store was closed");
        }
        StoreCredentials fresh = opening.credentials(spec, namespace);
        credentials = fresh;
        try {
            OpenClient opened = opening.open(spec, fresh);
            current = opened;
            return opened;
        } catch (RuntimeException e) {
            throw defect(e);
        }
    }

    /// What a provider throws that it should not: said as a failure of the one question. Its text
    /// might hold what was sent or received.
    private static ProviderException defect(RuntimeException e) {
        return new ProviderException(
                Kind.BAD_VALUE,
                "the provider failed in an unexpected way (%s)"
                        .formatted(e.getClass().getSimpleName()));
    }

    /// Credentials that were refused are read anew with the next call.
    private void drop(OpenClient client) {
        lock.lock();
        try {
            if (current == client) {
                current = null;
                client.retire();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether the store failed for want of credentials that are others now; if so, the next caller
    /// tries it at once.
    boolean hasNewCredentials() {
        Circuit failing;
        StoreCredentials read;
        lock.lock();
        try {
            failing = circuit;
            read = credentials;
        } finally {
            lock.unlock();
        }
        boolean changed =
                read != null
                        && failing.failure().filter(StoreSlot::concernsCredentials).isPresent()
                        && read.haveChanged();
        if (changed) {
            failing.tryNow();
        }
        return changed;
    }

    private static boolean concernsCredentials(ProviderException failure) {
        return failure.kind() == Kind.MISSING_CREDENTIALS
                || failure.kind() == Kind.UNAUTHENTICATED
                || failure.kind() == Kind.BAD_CONFIGURATION;
    }

    /// Closes the client if nobody has used it for as long.
    void closeIdle(Duration time) {
        lock.lock();
        try {
            OpenClient client = current;
            if (client != null && client.isIdle(time)) {
                current = null;
                client.retire();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes the client as soon as nobody uses it; no other is opened.
    void close() {
        lock.lock();
        try {
            closed = true;
            OpenClient client = current;
            current = null;
            if (client != null) {
                client.retire();
            }
        } finally {
            lock.unlock();
        }
    }
}
