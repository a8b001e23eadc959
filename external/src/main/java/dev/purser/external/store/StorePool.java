package dev.purser.external.store;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// All stores, each opened once and shared by those who use it. Thread-safe.
public final class StorePool implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final ClientOpening opening;
    private final StoreSlot.Surroundings surroundings;
    private final Caches caches;
    private final Map<SlotKey, StoreSlot> slots = new ConcurrentHashMap<>();
    private final Map<StoreRef, CallGate> gates = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// The objects that decide who may use what.
    ///
    /// @param namespaces with their labels
    public record Caches(ObjectCache stores, ObjectCache clusterStores, ObjectCache namespaces) {
        ObjectCache of(StoreKind kind) {
            return switch (kind) {
                case SECRET_STORE -> stores;
                case CLUSTER_SECRET_STORE -> clusterStores;
            };
        }
    }

    /// @param namespace whose credentials are used; empty when all share them
    private record SlotKey(StoreRef store, String namespace) {}

    /// @param api reads the credentials
    public StorePool(Api api, Providers providers, Caches caches, Settings settings) {
        this.caches = caches;
        this.opening = new ClientOpening(api, providers, settings.timers(), settings.listener());
        this.surroundings =
                new StoreSlot.Surroundings(
                        settings.timers(),
                        settings.random(),
                        settings.calls(),
                        settings.listener());
    }

    /// What the pool works with.
    ///
    /// @param listener hears which stores fail and recover
    public record Settings(
            Timers timers, RandomGenerator random, ProviderCalls calls, StoreListener listener) {}

    /// Begins to close what is idle, and to look for new credentials of stores that fail.
    public void start() {
        if (!closed) {
            surroundings.timers().after(SWEEP, () -> Thread.ofVirtual().start(this::sweep));
        }
    }

    private void sweep() {
        slots.forEach((key, slot) -> {
            slot.closeIdle(IDLE);
            if (slot.hasNewCredentials()) {
                surroundings.listener().recovered(key.store());
            }
        });
        start();
    }

    /// Whether there is such a store and it is another controller's.
    public boolean isForeign(StoreRef ref) {
        return object(ref).filter(store -> !StoreSpec.isOurs(store)).isPresent();
    }

    /// Whether there is such a store.
    public boolean exists(StoreRef ref) {
        return object(ref).isPresent();
    }

    private Optional<KubeObject> object(StoreRef ref) {
        return caches.of(ref.kind()).get(ref.key());
    }

    /// A store for a namespace.
    ///
    /// @throws ProviderException when there is no such store, when its specification is of no use,
    ///   or when it does not allow the namespace (of the kind `DENIED`)
    public StoreSession session(StoreRef ref, String namespace) throws ProviderException {
        StoreSpec spec = spec(ref);
        checkAllowed(spec, namespace);
        boolean referent = isReferent(spec);
        return session(spec, referent ? namespace : "");
    }

    private StoreSession session(StoreSpec spec, String namespace) {
        StoreSlot slot =
                slots.computeIfAbsent(
                        new SlotKey(spec.ref(), namespace),
                        _ -> new StoreSlot(namespace, opening, surroundings));
        CallGate gate =
                gates.compute(
                        spec.ref(),
                        (_, known) ->
                                known != null && known.limits().equals(spec.limits())
                                        ? known
                                        : new CallGate(spec.limits(), surroundings.timers()));
        return new StoreSession(spec, slot, gate);
    }

    /// Whether each user's client is one of its own.
    static boolean isReferent(StoreSpec spec) {
        return spec.ref().kind() == StoreKind.CLUSTER_SECRET_STORE
                && ReferentCheck.isReferent(spec.configuration());
    }

    /// A store for nobody in particular.
    StoreSession ownSession(StoreSpec spec) {
        return session(spec, "");
    }

    StoreSpec spec(StoreRef ref) throws ProviderException {
        KubeObject store =
                object(ref)
                        .orElseThrow(() ->
                                new ProviderException(
                                        Kind.BAD_CONFIGURATION,
                                        "could not get %s, it is not there".formatted(ref)));
        return StoreSpec.of(ref.kind(), store);
    }

    private void checkAllowed(StoreSpec spec, String namespace) throws ProviderException {
        if (spec.ref().kind() == StoreKind.SECRET_STORE) {
            return;
        }
        Map<String, String> labels =
                caches.namespaces().get("", namespace).map(KubeObject::labels).orElse(Map.of());
        if (!new NamespaceConditions(spec.conditions()).allow(namespace, labels)) {
            throw new ProviderException(
                    Kind.DENIED,
                    "using cluster store \"%s\" is not allowed from namespace \"%s\": denied by spec.condition"
                            .formatted(spec.ref().name(), namespace));
        }
    }

    /// A store is there: whoever waits for it tries again.
    void appeared(StoreRef ref) {
        surroundings.listener().recovered(ref);
    }

    /// A store has a new specification: whoever reads from it does so anew.
    void respecified(StoreRef ref) {
        surroundings.listener().changed(ref, Optional.empty());
        surroundings.listener().recovered(ref);
    }

    /// A store is known to have changed: answers that are under way are no longer shared.
    public void forgetReads(StoreRef ref) {
        slots.forEach((key, slot) -> {
            if (key.store().equals(ref)) {
                slot.reads().forget();
            }
        });
    }

    /// A store is gone, or begins anew: closes its clients.
    public void drop(StoreRef ref) {
        for (SlotKey key : List.copyOf(slots.keySet())) {
            if (key.store().equals(ref)) {
                StoreSlot slot = slots.remove(key);
                if (slot != null) {
                    slot.close();
                }
            }
        }
        gates.remove(ref);
    }

    /// Closes all clients.
    @Override
    public void close() {
        closed = true;
        slots.values().forEach(StoreSlot::close);
        slots.clear();
    }
}
