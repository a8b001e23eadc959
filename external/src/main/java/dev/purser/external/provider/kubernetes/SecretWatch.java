package dev.purser.external.provider.kubernetes;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.time.Backoff;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource.Change;
import dev.purser.external.provider.FollowLoop;
import dev.purser.external.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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

    /// Servers send a bookmark each minute or so: one that is silent for longer is gone.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(5);

    private final RemoteCalls calls;
    private final FollowLoop loop;
    private volatile @Nullable Watch current;
    private String version = "";

    SecretWatch(
            RemoteCalls calls, Consumer<Change> listener, Timers timers, RandomGenerator random) {
        this.calls = calls;
        this.loop =
                new FollowLoop(
                        "remote-secrets",
                        this::follow,
                        listener,
                        timers,
                        new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random));
    }

    /// Returns when the watch runs, has failed once, or takes too long.
    void start() throws InterruptedException {
        loop.start();
        loop.awaitBegin();
    }

    private void follow() throws InterruptedException {
        try {
            if (version.isEmpty()) {
                version = listedVersion();
            }
            watch();
        } catch (ProviderException e) {
            if (version.isEmpty()) {
                loop.mayMiss();
            }
            LOG.debug("the {} cannot be watched: {}", calls.namespace(), e.getMessage());
        } catch (StatusException e) {
            LOG.debug("the watch of the {} broke: {}", calls.namespace(), e.reason());
            if (e.reason() == StatusReason.EXPIRED || e.reason() == StatusReason.GONE) {
                version = "";
                loop.mayMiss();
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

    private void watch() throws ProviderException, InterruptedException {
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
            loop.begin();
            while (!loop.isClosed()) {
                Optional<Watch.Event> event = watch.next(SILENCE_MAX);
                if (event.isEmpty()) {
                    break;
                }
                loop.succeed();
                apply(event.get());
            }
        } finally {
            current = null;
        }
    }

    private void apply(Watch.Event event) {
        if (event.type() != Watch.Type.BOOKMARK) {
            loop.tell(new Change.Keys(Set.of(event.object().name())));
        }
        version = event.object().resourceVersion();
    }

    @Override
    public void close() {
        loop.close();
        Watch watch = current;
        if (watch != null) {
            watch.close();
        }
    }
}
