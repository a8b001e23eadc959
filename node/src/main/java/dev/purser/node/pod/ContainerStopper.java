package dev.purser.node.pod;

import dev.purser.node.cri.CriException;
import dev.purser.node.pod.HookRunner.Hooked;
import dev.purser.node.spec.ContainerSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Stops containers: preStop hook, signal, grace, kill. Thread-safe.
final class ContainerStopper {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerStopper.class);

    /// Kubelet gives every container at least this long after its hook.
    private static final Duration GRACE_MIN = Duration.ofSeconds(2);

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final PodServices services;
    private final PodEvents events;

    ContainerStopper(PodServices services, PodEvents events) {
        this.services = services;
        this.events = events;
    }

    /// Why and how a container is stopped.
    ///
    /// @param message of the event
    /// @param grace for hook and process together
    /// @param turn when it is to be stopped, after its hook
    record Order(Hooked target, String message, Duration grace, Turn turn) {
        Order(Hooked target, String message, Duration grace) {
            this(target, message, grace, Turn.NOW);
        }
    }

    /// Stops a container, beside the caller; `done` is called once it has been stopped. A stop that
    /// fails, as while containerd is being started again, is tried until it succeeds.
    void stop(Order order, Runnable done) {
        Hooked target = order.target();
        events.normal(target.pod(), target.container(), "Killing", order.message());
        services.background()
                .execute(() -> {
                    try {
                        runHookAndStop(order, done);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Stops a container that is being stopped within a shorter time than was first allowed.
    void hasten(String containerId, Duration grace) {
        services.background()
                .execute(() -> {
                    try {
                        services.runtime().stopContainer(containerId, grace);
                    } catch (CriException e) {
                        LOG.debug("Hastening {}: {}", containerId, e.getMessage());
                    }
                });
    }

    private void runHookAndStop(Order order, Runnable done) throws InterruptedException {
        long begin = System.nanoTime();
        JsonNode hook = order.target().container().hook("preStop");
        if (!hook.isMissingNode() && order.grace().isPositive()) {
            runHook(order.target(), hook, order.grace());
        }
        order.turn().await(rest(order, begin));
        Duration rest = rest(order, begin);
        stop(order.target(), rest.compareTo(GRACE_MIN) < 0 ? GRACE_MIN : rest, done);
    }

    private static Duration rest(Order order, long begin) {
        Duration spent = Duration.ofNanos(System.nanoTime() - begin);
        return order.grace().minus(spent.truncatedTo(ChronoUnit.SECONDS));
    }

    private void stop(Hooked target, Duration grace, Runnable done) {
        try {
            services.runtime().stopContainer(target.id(), grace);
        } catch (CriException e) {
            LOG.warn(
                    "Container {} of pod {} could not be stopped: {}",
                    target.container().name(),
                    target.pod().identity().display(),
                    e.getMessage());
            var _ =
                    services.timers()
                            .after(
                                    RETRY_PAUSE,
                                    () -> inBackground(() -> stop(target, grace, done)));
            return;
        }
        done.run();
    }

    private void inBackground(Runnable work) {
        try {
            services.background().execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("The node ends; its containers go on", e);
        }
    }

    private void runHook(Hooked target, JsonNode hook, Duration grace) throws InterruptedException {
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        services.background()
                .execute(() -> {
                    try {
                        result.complete(services.hooks().run(target, hook, grace));
                    } catch (InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        ContainerSpec container = target.container();
        try {
            if (result.get(grace.toMillis(), TimeUnit.MILLISECONDS).isPresent()) {
                events.warning(target.pod(), container, "FailedPreStopHook", "PreStopHook failed");
            }
        } catch (TimeoutException | ExecutionException e) {
            events.warning(target.pod(), container, "FailedPreStopHook", "PreStopHook failed");
        }
    }
}
