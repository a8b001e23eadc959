package dev.purser.node.source;

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
import dev.purser.node.source.ConfigSource.Change.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one ConfigMap or Secret by its name: one list, then one watch, for as long as it is not
/// closed. An immutable object is read and not watched. Thread-safe.
///
/// What arrives is ordered by resource version, so that an extra read and the watch may run side by
/// side and an older answer never replaces a newer one.
final class WatchedObject implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedObject.class);
    private static final Duration EVENT_WAIT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ConfigKey key;
    private final Api api;
    private final Timers timers;
    private final Backoff backoff;
    private final Observer observer;

    private final Object lock = new Object();
    private @Nullable Lookup current;
    private long version = -1;
    private String problem = "";
    private CompletableFuture<Void> first = new CompletableFuture<>();
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private @Nullable Thread follower;
    private @Nullable Watch watch;
    private boolean closed;

    WatchedObject(ConfigKey key, Means means, Observer observer) {
        this.key = key;
        this.api = means.api();
        this.timers = means.timers();
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, means.random());
        this.observer = observer;
    }

    /// What following needs.
    ///
    /// @param random spreads the attempts after failures; thread-safe
    record Means(Api api, Timers timers, RandomGenerator random) {}

    /// Hears that the object is another than before; called from the thread that learned it.
    @FunctionalInterface
    interface Observer {
        void changed(ConfigKey key, Kind kind);
    }

    /// Asks the server now, and follows the object from then on. Until the answer is there [#get]
    /// waits for it, so that a new pod gets nothing older than itself.
    void refresh() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (follower == null) {
                first = new CompletableFuture<>();
                startFollower();
            } else {
                CompletableFuture<Void> done = new CompletableFuture<>();
                reading = done;
                Thread.ofVirtual().name("config read " + key).start(() -> readAgain(done));
            }
        }
    }

    private void startFollower() {
        follower = Thread.ofVirtual().name("config " + key).start(this::follow);
    }

    /// What is known; waits up to so long for an answer that was asked for.
    Lookup get(Duration wait) throws InterruptedException {
        CompletableFuture<Void> pending;
        synchronized (lock) {
            pending = CompletableFuture.allOf(first, reading);
        }
        try {
            pending.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.debug("no answer about {} in time", key);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        }
        synchronized (lock) {
            return current != null ? current : new Lookup.Unknown(key, unknownMessage());
        }
    }

    private String unknownMessage() {
        return problem.isEmpty()
                ? "failed to sync %s cache: timed out waiting for the condition"
                        .formatted(key.kind().noun())
                : problem;
    }

    private void readAgain(CompletableFuture<Void> done) {
        try {
            Answer answer = read();
            learn(answer.lookup(), answer.version());
            followUnlessImmutable();
        } catch (StatusException | ApiUnavailableException e) {
            LOG.debug("{} could not be read again", key, e);
        } finally {
            done.complete(null);
        }
    }

    private void follow() {
        boolean failing = false;
        try {
            while (!isClosed()) {
                try {
                    Answer answer = read();
                    begin(answer);
                    failing = false;
                    backoff.reset();
                    if (stopIfImmutable()) {
                        return;
                    }
                    watchFrom(answer.version());
                } catch (StatusException | ApiUnavailableException e) {
                    noteProblem(e);
                    if (!failing && !isClosed()) {
                        LOG.warn(
                                "{} {}/{} cannot be followed for now: {}",
                                key.kind().noun(),
                                key.namespace(),
                                key.name(),
                                e.getMessage());
                    }
                    failing = true;
                }
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is no longer followed", key);
        }
    }

    private record Answer(Lookup lookup, String version) {}

    private Answer read() {
        ObjectList list =
                api.list(
                        key.kind().resource(),
                        key.namespace(),
                        ListOptions.fields("metadata.name=" + key.name()));
        Lookup found =
                list.items().isEmpty()
                        ? new Lookup.Absent(key)
                        : new Lookup.Found(ConfigDecoder.decode(key, list.items().getFirst()));
        return new Answer(found, list.resourceVersion());
    }

    /// A new beginning is believed even if its version is lower than the last: the server may have
    /// been restored from a backup.
    private void begin(Answer answer) {
        synchronized (lock) {
            version = -1;
        }
        learn(answer.lookup(), answer.version());
    }

    /// Watches until the server ends the watch; the caller then begins anew.
    private void watchFrom(String start) throws InterruptedException {
        WatchOptions options = new WatchOptions("", "metadata.name=" + key.name(), start);
        try (Watch events = api.watch(key.kind().resource(), key.namespace(), options)) {
            if (!publish(events)) {
                return;
            }
            while (true) {
                var event = events.next(EVENT_WAIT);
                if (event.isPresent()) {
                    handle(event.get());
                } else if (events.isClosed()) {
                    return;
                }
            }
        } catch (StatusException e) {
            if (e.reason() != StatusReason.EXPIRED && e.reason() != StatusReason.GONE) {
                throw e;
            }
        }
    }

    private boolean publish(Watch events) {
        synchronized (lock) {
            watch = events;
            return !closed;
        }
    }

    private void handle(Watch.Event event) {
        String at = event.object().resourceVersion();
        switch (event.type()) {
            case ADDED, MODIFIED ->
                    learn(new Lookup.Found(ConfigDecoder.decode(key, event.object())), at);
            case DELETED -> learn(new Lookup.Absent(key), at);
            case BOOKMARK -> {}
        }
    }

    private void learn(Lookup news, String resourceVersion) {
        Optional<Kind> kind;
        synchronized (lock) {
            // A server of another opinion is taken in the order in which it speaks.
            long at = ResourceVersions.parse(resourceVersion, Long.MAX_VALUE);
            if (at < version) {
                return;
            }
            version = at;
            kind = Difference.between(current, news);
            current = news;
            problem = "";
            first.complete(null);
        }
        kind.ifPresent(happened -> observer.changed(key, happened));
    }

    private boolean stopIfImmutable() {
        synchronized (lock) {
            boolean stops = isImmutable();
            if (stops) {
                follower = null;
            }
            return stops;
        }
    }

    /// The successor of an immutable object may be one that changes.
    private void followUnlessImmutable() {
        synchronized (lock) {
            if (!closed && follower == null && !isImmutable()) {
                startFollower();
            }
        }
    }

    private boolean isImmutable() {
        return current instanceof Lookup.Found(ConfigObject object) && object.immutable();
    }

    private void noteProblem(RuntimeException e) {
        synchronized (lock) {
            problem = e instanceof StatusException refused ? refused.getMessage() : "";
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /// Ends the watch, waiting for nothing.
    @Override
    public void close() {
        Watch running;
        Thread thread;
        synchronized (lock) {
            closed = true;
            running = watch;
            thread = follower;
            first.complete(null);
        }
        if (running != null) {
            running.close();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
