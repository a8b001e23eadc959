package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.node.ConfigFeed;
import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The [ConfigSource] over the server's [ConfigFeed]: one watch for all that the pods of this node
/// name, however many they are.
final class FedConfig implements KeyedSource {
    private static final Logger LOG = LoggerFactory.getLogger(FedConfig.class);
    private static final Duration EVENT_WAIT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Set<StatusReason> UNKNOWN_HERE =
            Set.of(StatusReason.NOT_FOUND, StatusReason.FORBIDDEN, StatusReason.METHOD_NOT_ALLOWED);

    private final String node;
    private final Api api;
    private final Timers timers;
    private final Backoff backoff;
    private final FedObjects objects;
    private final Runnable refused;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    private final Object lock = new Object();
    private @Nullable Thread reader;
    private @Nullable Watch watch;
    private boolean closed;

    /// @param answerWait how long [#get] waits for the feed
    /// @param refused called when the server has no feed, or none for this node: nothing will ever
    ///   come
    FedConfig(String node, WatchedObject.Means means, Duration answerWait, Runnable refused) {
        this.node = node;
        this.api = means.api();
        this.timers = means.timers();
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, means.random());
        this.objects = new FedObjects(answerWait);
        this.refused = refused;
    }

    @Override
    public void hold(String podUid, Names names) {
        objects.hold(podUid, names.keys(), names.version());
        if (begun.compareAndSet(false, true)) {
            startReader();
        }
    }

    private void startReader() {
        synchronized (lock) {
            if (!closed) {
                reader = Thread.ofVirtual().name("config feed").start(this::read);
            }
        }
    }

    @Override
    public Lookup get(ConfigKey key) throws InterruptedException {
        return objects.get(key);
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /// How many objects are kept in memory.
    int size() {
        return objects.size();
    }

    private void read() {
        boolean failing = false;
        try {
            while (!isClosed()) {
                try {
                    readOnce();
                    failing = false;
                } catch (StatusException e) {
                    if (UNKNOWN_HERE.contains(e.reason())) {
                        LOG.info("The server has no configuration feed: {}", e.getMessage());
                        refused.run();
                        return;
                    }
                    failing = tellFailure(failing, e, String.valueOf(e.getMessage()));
                } catch (ApiUnavailableException e) {
                    failing = tellFailure(failing, e, "");
                }
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debug("the configuration feed is no longer read");
        }
    }

    private boolean tellFailure(boolean before, RuntimeException failure, String message) {
        objects.failed(message);
        boolean fellBehind =
                failure instanceof StatusException e
                        && (e.reason() == StatusReason.EXPIRED || e.reason() == StatusReason.GONE);
        if (!before && !fellBehind && !isClosed()) {
            LOG.warn("The configuration feed broke off for now: {}", failure.getMessage());
        }
        return true;
    }

    /// Reads one connection until it ends.
    private void readOnce() throws InterruptedException {
        WatchOptions options = new WatchOptions("", ConfigFeed.selector(node), "");
        try (Watch events = api.watch(ConfigFeed.RESOURCE, "", options)) {
            if (!publish(events)) {
                return;
            }
            objects.connected();
            while (true) {
                var event = events.next(EVENT_WAIT);
                if (event.isPresent()) {
                    take(event.get());
                } else if (events.isClosed()) {
                    return;
                }
            }
        }
    }

    private boolean publish(Watch events) {
        synchronized (lock) {
            watch = events;
            return !closed;
        }
    }

    private void take(Watch.Event event) {
        KubeObject object = event.object();
        long version = ResourceVersions.parse(object.resourceVersion(), Long.MAX_VALUE);
        if (event.type() == Watch.Type.BOOKMARK) {
            objects.progressed(version);
            backoff.reset();
            return;
        }
        ConfigKey key = key(object);
        switch (event.type()) {
            case ADDED, MODIFIED ->
                    tell(key, new Lookup.Found(ConfigDecoder.decode(key, object)), version);
            case DELETED -> {
                if (ConfigFeed.isUnreferenced(object)) {
                    objects.unnamed(key);
                } else {
                    tell(key, new Lookup.Absent(key), version);
                }
            }
            case BOOKMARK -> {}
        }
    }

    private static ConfigKey key(KubeObject object) {
        ConfigKind kind =
                object.kind().equals(ConfigKind.SECRET.kind())
                        ? ConfigKind.SECRET
                        : ConfigKind.CONFIG_MAP;
        return new ConfigKey(kind, object.namespace(), object.name());
    }

    private void tell(ConfigKey key, Lookup news, long version) {
        objects.tell(key, news, version)
                .ifPresent(change -> listeners.forEach(listener -> listener.changed(change)));
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public void close() {
        Watch running;
        Thread thread;
        synchronized (lock) {
            closed = true;
            running = watch;
            thread = reader;
        }
        objects.close();
        if (running != null) {
            running.close();
        }
        if (thread != null && !thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }
}
