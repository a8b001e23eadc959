package dev.purser.client.cache;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The informers of one process, one for each resource, shared by those who need it. Thread-safe.
public final class Informers implements AutoCloseable {
    private final Api api;
    private final Timers timers;
    private final RandomGenerator random;
    private final Map<GroupVersionResource, Informer> shared = new LinkedHashMap<>();
    private final List<Informer> own = new ArrayList<>();

    public Informers(Api api, Timers timers, RandomGenerator random) {
        this.api = api;
        this.timers = timers;
        this.random = random;
    }

    /// The informer of all objects of a resource.
    public synchronized Informer of(GroupVersionResource resource) {
        return shared.computeIfAbsent(
                resource, key -> new Informer(api, InformerOptions.all(key), timers, random));
    }

    /// A new informer with options of its own, which starts and ends with the others.
    public synchronized Informer with(InformerOptions options) {
        Informer informer = new Informer(api, options, timers, random);
        own.add(informer);
        return informer;
    }

    /// Starts those that have not started.
    public void start() {
        all().forEach(Informer::start);
    }

    /// Waits until all have synced, at most for the given time each; returns whether they have.
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        for (Informer informer : all()) {
            if (!informer.awaitSynced(limit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        all().forEach(Informer::close);
    }

    private synchronized List<Informer> all() {
        List<Informer> all = new ArrayList<>(shared.values());
        all.addAll(own);
        return all;
    }
}
