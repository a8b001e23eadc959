package dev.purser.client.cache;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an [ObjectCache] equal to the server's objects by a list and a watch, and tells handlers.
///
/// A watch that ends is taken up again from where it was; when the server no longer knows that
/// place (410), everything is listed anew and the handlers are told the differences. While the
/// server is away the cache keeps its last state. Handlers and indexes are added before [#start].
public final class Informer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Informer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final Duration WATCH_POLL = Duration.ofMinutes(5);
    private static final int PAGE = 500;

    private final Api api;
    private final InformerOptions options;
    private final Timers timers;
    private final Backoff backoff;
    private final ObjectCache cache = new ObjectCache(List.of());
    private final List<ObjectHandler> handlers = new CopyOnWriteArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Object lifecycle = new Object();
    private @Nullable Thread thread;
    private volatile @Nullable Watch watch;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile String version = "";

    public Informer(Api api, InformerOptions options, Timers timers, RandomGenerator random) {
        this.api = api;
        this.options = options;
        this.timers = timers;
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /// Whose objects are followed.
    public GroupVersionResource resource() {
        return options.resource();
    }

    public ObjectCache cache() {
        return cache;
    }

    /// Adds an index to the cache.
    public Informer withIndex(ObjectIndex index) {
        cache.addIndex(index);
        return this;
    }

    /// Adds a handler, which will be told of every object beginning with those of the first list.
    ///
    /// @throws IllegalStateException after [#start]
    public Informer withHandler(ObjectHandler handler) {
        synchronized (lifecycle) {
            if (thread != null) {
                throw new IllegalStateException("informer has started: " + options.resource());
            }
            handlers.add(handler);
            return this;
        }
    }

    /// Begins to list and watch, on a virtual thread of its own; a second call does nothing.
    public void start() {
        synchronized (lifecycle) {
            if (thread == null && !closed) {
                thread =
                        Thread.ofVirtual()
                                .name("informer-" + options.resource().resource())
                                .start(this::run);
            }
        }
    }

    /// Whether the first list is in the cache and the handlers were told of it.
    public boolean hasSynced() {
        return synced.getCount() == 0;
    }

    /// Waits until [#hasSynced], at most for the given time; returns whether it has.
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        return synced.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Whether the cache is at least as new as this version of an object that it follows, or of the
    /// resource's list. Versions are numbers that grow (KEP-5504).
    public boolean hasSeen(String resourceVersion) {
        return number(version).compareTo(number(resourceVersion)) >= 0;
    }

    private static BigInteger number(String version) {
        try {
            return version.isEmpty() ? BigInteger.ZERO : new BigInteger(version);
        } catch (NumberFormatException e) {
            return BigInteger.ZERO;
        }
    }

    /// Stops following; the cache keeps its last state. Idempotent.
    @Override
    public void close() {
        Thread running;
        synchronized (lifecycle) {
            closed = true;
            running = thread;
        }
        Watch current = watch;
        if (current != null) {
            current.close();
        }
        if (running != null) {
            running.interrupt();
        }
    }

    /// Stops following a resource that is served no more: the handlers are told, on the informer's
    /// thread, that all objects are gone, and the cache is empty in the end. Idempotent.
    public void end() {
        ended = true;
        close();
    }

    private void run() {
        try {
            while (!closed) {
                followOnce();
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            log.debug("informer of {} stopped", options.resource().resource());
        } finally {
            if (ended) {
                cache.keys().forEach(key -> remove(key, null));
            }
        }
    }

    private void followOnce() throws InterruptedException {
        String name = options.resource().resource();
        try {
            if (version.isEmpty()) {
                list();
            }
            watch();
        } catch (StatusException e) {
            if (e.reason() == StatusReason.EXPIRED || e.reason() == StatusReason.GONE) {
                log.debug("watch of {} lost its place, listing anew", name);
                version = "";
            } else if (!closed) {
                log.warn("cannot follow {}: {}", name, e.getMessage());
            }
        } catch (ApiUnavailableException e) {
            if (!closed) {
                log.warn("cannot reach the API server for {}: {}", name, e.getMessage());
            }
        }
    }

    private void list() {
        Set<ObjectKey> present = new HashSet<>();
        String listed;
        try {
            listed = list(PAGE, present);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.EXPIRED) {
                throw e;
            }
            log.debug("pages of {} came too late, listing in one", options.resource().resource());
            listed = list(0, present);
        }
        for (ObjectKey key : cache.keys()) {
            if (!present.contains(key)) {
                remove(key, null);
            }
        }
        version = listed;
        synced.countDown();
    }

    /// Takes in all objects, a page after the other, so that no more than a page of them is in
    /// memory as a whole; returns the version of the list.
    private String list(int limit, Set<ObjectKey> present) {
        present.clear();
        ObjectList page = page(limit, "");
        String listed = page.resourceVersion();
        take(page, present);
        while (!page.continueToken().isEmpty()) {
            page = page(limit, page.continueToken());
            take(page, present);
        }
        return listed;
    }

    private ObjectList page(int limit, String token) {
        return api.list(
                options.resource(),
                options.namespace(),
                new ListOptions(options.labelSelector(), options.fieldSelector(), limit, token));
    }

    private void take(ObjectList page, Set<ObjectKey> present) {
        for (KubeObject listed : page.items()) {
            KubeObject object = options.transform().apply(listed);
            present.add(ObjectKey.of(object));
            put(object);
        }
    }

    private void watch() throws InterruptedException {
        Instant started = timers.instant();
        WatchOptions from =
                new WatchOptions(options.labelSelector(), options.fieldSelector(), version);
        try (Watch current = api.watch(options.resource(), options.namespace(), from)) {
            watch = current;
            while (!closed) {
                Optional<Watch.Event> event = current.next(WATCH_POLL);
                if (event.isPresent()) {
                    backoff.reset();
                    apply(event.get());
                } else if (current.isClosed()) {
                    break;
                }
            }
        } finally {
            watch = null;
            if (Duration.between(started, timers.instant()).compareTo(STABLE) > 0) {
                backoff.reset();
            }
        }
    }

    private void apply(Watch.Event event) {
        String reached = event.object().resourceVersion();
        switch (event.type()) {
            case ADDED, MODIFIED -> put(options.transform().apply(event.object()));
            case DELETED -> {
                KubeObject last = options.transform().apply(event.object());
                remove(ObjectKey.of(last), last);
            }
            case BOOKMARK -> log.trace("bookmark");
        }
        version = reached;
    }

    private void put(KubeObject object) {
        Optional<KubeObject> before = cache.put(object);
        if (before.isEmpty()) {
            handlers.forEach(handler -> handler.added(object));
        } else if (!before.get().resourceVersion().equals(object.resourceVersion())) {
            handlers.forEach(handler -> handler.updated(before.get(), object));
        }
    }

    private void remove(ObjectKey key, @Nullable KubeObject last) {
        Optional<KubeObject> before = cache.remove(key);
        if (before.isPresent()) {
            KubeObject gone = last == null ? before.get() : last;
            handlers.forEach(handler -> handler.deleted(gone));
        }
    }
}
