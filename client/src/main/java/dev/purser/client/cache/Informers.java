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
    private final List<Informer> apart = new ArrayList<>();
    private boolean closed;

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

    /// A new informer with options of its own, which its user starts and which nobody waits for. It
    /// ends with the others, unless it is let go before.
    public synchronized Informer apart(InformerOptions options) {
        Informer informer = new Informer(api, options, timers, random);
        if (closed) {
            informer.close();
        } else {
            apart.add(informer);
        }
        return informer;
    }

    /// Forgets an informer that was made by [#apart]; to close it is its user's part.
    public synchronized void letGo(Informer informer) {
        apart.remove(informer);
    }

    /// Starts those that have not started.
    public void start() {
        waitedFor().forEach(Informer::start);
    }

    /// Waits until all that are not [#apart] have synced, at most for the given time each; returns
    /// whether they have.
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        for (Informer informer : waitedFor()) {
            if (!informer.awaitSynced(limit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        List<Informer> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(apart);
            apart.clear();
        }
        last.forEach(Informer::close);
        waitedFor().forEach(Informer::close);
    }

    private synchronized List<Informer> waitedFor() {
        List<Informer> all = new ArrayList<>(shared.values());
        all.addAll(own);
        return all;
    }
}
