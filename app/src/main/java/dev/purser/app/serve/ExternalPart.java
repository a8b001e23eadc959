package dev.purser.app.serve;

import dev.purser.client.Api;
import dev.purser.client.time.SystemTimers;
import dev.purser.external.definition.DefinitionKeeper;
import dev.purser.external.definition.Ownership;
import dev.purser.external.definition.SystemRoles;
import dev.purser.external.provider.kubernetes.OwnCluster;
import dev.purser.external.push.NotificationEndpoint;
import dev.purser.wire.metrics.MetricsText;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Secrets from elsewhere, beside the server. It starts beside the start, and works only while the
/// kinds of `external-secrets.io` are Purser's own: where an operator keeps them, Purser does not.
final class ExternalPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalPart.class);

    private final SystemTimers timers;
    private final SecureRandom random;
    private final Api api;
    private final ExternalProviders providers;
    private final DefinitionKeeper definitions;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicReference<@Nullable ExternalEngine> engine = new AtomicReference<>();

    private ExternalPart(
            ExternalSettings settings, Surroundings surroundings, SecureRandom random) {
        this.timers = new SystemTimers(surroundings.clock());
        this.random = random;
        this.api = surroundings.apis().apply(SystemRoles.SERVICE_ACCOUNT);
        this.providers = new ExternalProviders(settings, surroundings.cluster(), timers, random);
        this.definitions =
                new DefinitionKeeper(
                        surroundings.apis().apply(DefinitionKeeper.FIELD_MANAGER),
                        timers,
                        random,
                        this::changed);
    }

    /// What is around it.
    ///
    /// @param apis the API by field manager, with the rights of the role of these controllers
    /// @param cluster the server that this is a part of
    record Surroundings(Function<String, Api> apis, OwnCluster cluster, InstantSource clock) {}

    static ExternalPart start(
            ExternalSettings settings, Surroundings surroundings, SecureRandom random) {
        ExternalPart part = new ExternalPart(settings, surroundings, random);
        part.definitions.start();
        return part;
    }

    private void changed(Ownership ownership) {
        switch (ownership) {
            case Ownership.Ours _ -> startEngine();
            case Ownership.Foreign foreign -> {
                var _ = stopEngine();
                LOG.warn(
                        "external secrets are not kept by Purser: {}; it leaves them to whoever"
                                + " does",
                        foreign.reason());
            }
            case Ownership.Pending pending -> {
                if (stopEngine()) {
                    LOG.warn("external secrets are not kept any more: {}", pending.reason());
                }
            }
        }
        if (!(ownership instanceof Ownership.Pending)) {
            settled.countDown();
        }
    }

    private void startEngine() {
        ExternalEngine started = new ExternalEngine(api, providers.all(), timers, random);
        started.start();
        engine.set(started);
    }

    /// Returns whether there was one.
    private boolean stopEngine() {
        ExternalEngine running = engine.getAndSet(null);
        if (running == null) {
            return false;
        }
        running.close();
        return true;
    }

    /// Whose the kinds are now.
    Ownership ownership() {
        return definitions.ownership();
    }

    /// Waits until it is known whose the kinds are; returns whether it is.
    boolean awaitSettled(Duration limit) throws InterruptedException {
        return settled.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Where providers tell of changes; empty while nothing is kept, or not yet.
    Optional<NotificationEndpoint> notifications() {
        return Optional.ofNullable(engine.get()).flatMap(ExternalEngine::notifications);
    }

    void writeMetricsTo(MetricsText text) {
        ExternalEngine running = engine.get();
        if (running != null) {
            running.writeMetricsTo(text);
        }
    }

    @Override
    public void close() {
        definitions.close();
        var _ = stopEngine();
        timers.close();
    }
}
