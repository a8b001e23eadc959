package dev.purser.node.source;

import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// The [ConfigSource] over Kubernetes' API: one watch for each object that a pod of this node
/// names.
///
/// A node runs about a hundred pods with a few references each, so this is a few hundred idle
/// watches; a watch of all Secrets of a namespace could instead bring any number of them into
/// memory, and needs a right that nodes do not have.
final class WatchedConfig implements KeyedSource {
    private final WatchedObject.Means means;
    private final Duration answerWait;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private final Map<String, Set<ConfigKey>> keysByPod = new HashMap<>();
    private final Map<ConfigKey, Holding> holdings = new HashMap<>();

    /// @param random spreads the attempts after failures; thread-safe
    /// @param answerWait how long [#get] waits for the server's first answer
    WatchedConfig(Api api, Timers timers, RandomGenerator random, Duration answerWait) {
        this.means = new WatchedObject.Means(api, timers, random);
        this.answerWait = answerWait;
    }

    private record Holding(WatchedObject object, Set<String> podUids) {}

    @Override
    public void hold(String podUid, Names names) {
        Set<ConfigKey> wanted = names.keys();
        List<WatchedObject> given = new ArrayList<>();
        List<WatchedObject> taken = new ArrayList<>();
        synchronized (lock) {
            Set<ConfigKey> had = keysByPod.getOrDefault(podUid, Set.of());
            for (ConfigKey key : difference(wanted, had)) {
                Holding holding = holdings.computeIfAbsent(key, this::begin);
                holding.podUids().add(podUid);
                taken.add(holding.object());
            }
            for (ConfigKey key : difference(had, wanted)) {
                Holding holding = holdings.get(key);
                if (holding != null
                        && holding.podUids().remove(podUid)
                        && holding.podUids().isEmpty()) {
                    holdings.remove(key);
                    given.add(holding.object());
                }
            }
            if (wanted.isEmpty()) {
                keysByPod.remove(podUid);
            } else {
                keysByPod.put(podUid, wanted);
            }
        }
        taken.forEach(WatchedObject::refresh);
        given.forEach(WatchedObject::close);
    }

    private Holding begin(ConfigKey key) {
        return new Holding(new WatchedObject(key, means, this::notice), new HashSet<>());
    }

    private static Set<ConfigKey> difference(Set<ConfigKey> all, Set<ConfigKey> without) {
        Set<ConfigKey> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private void notice(ConfigKey key, Change.Kind kind) {
        Set<String> podUids;
        synchronized (lock) {
            Holding holding = holdings.get(key);
            if (holding == null) {
                return;
            }
            podUids = Set.copyOf(holding.podUids());
        }
        Change change = new Change(key, kind, podUids);
        listeners.forEach(listener -> listener.changed(change));
    }

    @Override
    public Lookup get(ConfigKey key) throws InterruptedException {
        Holding holding;
        synchronized (lock) {
            holding = holdings.get(key);
        }
        if (holding == null) {
            return new Lookup.Unknown(
                    key,
                    "object \"%s\"/\"%s\" not registered".formatted(key.namespace(), key.name()));
        }
        return holding.object().get(answerWait);
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /// The objects that are followed or remembered now.
    public Set<ConfigKey> heldKeys() {
        synchronized (lock) {
            return Set.copyOf(holdings.keySet());
        }
    }

    @Override
    public void close() {
        List<Holding> all;
        synchronized (lock) {
            all = List.copyOf(holdings.values());
            holdings.clear();
            keysByPod.clear();
        }
        all.forEach(holding -> holding.object().close());
    }
}
