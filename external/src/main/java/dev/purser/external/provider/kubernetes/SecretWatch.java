package dev.purser.external.provider.kubernetes;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import dev.purser.external.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the Secrets of a namespace and tells their names; keeps nothing of them. A watch that
/// ends goes on where it was; only when the server no longer knows that place, or the first watch
/// came late, something may have been missed.
final class SecretWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration BEGINNING_MAX = Duration.ofSeconds(3);

    /// Servers send a bookmark each minute or so: one that is silent for longer is gone.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(5);

    private final RemoteCalls calls;
    private final Consumer<Change> listener;
    private final Timers timers;
    private final Backoff backoff;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Watch current;
    private volatile boolean closed;
    private volatile boolean late;
    private String version = "";
    private boolean mayHaveMissed;

    SecretWatch(
            RemoteCalls calls, Consumer<Change> listener, Timers timers, RandomGenerator random) {
        this.calls = calls;
        this.listener = listener;
        this.timers = timers;
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.thread = Thread.ofVirtual().name("remote-secrets").unstarted(this::run);
    }

    /// Returns when the watch runs, has failed once, or takes too long.
    void start() throws InterruptedException {
        thread.start();
        if (!begun.await(BEGINNING_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
            late = true;
        }
    }

    private void run() {
        try {
            while (!closed) {
                followOnce();
                begun.countDown();
                timers.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            LOG.debug("the watch of the {} ended", calls.namespace());
        }
    }

    private void followOnce() throws InterruptedException {
        try {
            boolean anew = version.isEmpty();
            if (anew) {
                version = listedVersion();
            }
            follow(anew);
        } catch (ProviderException e) {
            mayHaveMissed |= version.isEmpty();
            LOG.debug("the {} cannot be watched: {}", calls.namespace(), e.getMessage());
        } catch (StatusException e) {
            LOG.debug("the watch of the {} broke: {}", calls.namespace(), e.reason());
            if (e.reason() == StatusReason.EXPIRED || e.reason() == StatusReason.GONE) {
                version = "";
                mayHaveMissed = true;
            }
        }
    }

    private String listedVersion() throws ProviderException, InterruptedException {
        ListOptions one = new ListOptions("", "", 1, "");
        return calls.ask(
                "",
                api ->
                        api.list(KubernetesClient.SECRETS, calls.namespace().name(), one)
                                .resourceVersion());
    }

    private void follow(boolean anew) throws ProviderException, InterruptedException {
        WatchOptions from = WatchOptions.after(version);
        try (Watch watch =
                calls.ask(
                        "",
                        api ->
                                api.watch(
                                        KubernetesClient.SECRETS,
                                        calls.namespace().name(),
                                        from))) {
            current = watch;
            begin(anew);
            while (!closed) {
                Optional<Watch.Event> event = watch.next(SILENCE_MAX);
                if (event.isEmpty()) {
                    break;
                }
                backoff.reset();
                apply(event.get());
            }
        } finally {
            current = null;
        }
    }

    private void begin(boolean anew) {
        begun.countDown();
        if (anew && (late || mayHaveMissed)) {
            late = false;
            mayHaveMissed = false;
            tell(new Change.Anything());
        }
    }

    private void apply(Watch.Event event) {
        if (event.type() != Watch.Type.BOOKMARK) {
            tell(new Change.Keys(Set.of(event.object().name())));
        }
        version = event.object().resourceVersion();
    }

    private void tell(Change change) {
        if (!closed) {
            listener.accept(change);
        }
    }

    @Override
    public void close() {
        closed = true;
        Watch watch = current;
        if (watch != null) {
            watch.close();
        }
        thread.interrupt();
    }
}
