package dev.purser.app.serve;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventWriter;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.external.push.NotificationEndpoint;
import dev.purser.external.store.Providers;
import dev.purser.external.sync.ExternalSecretsEngine;
import dev.purser.wire.metrics.MetricsText;
import java.security.SecureRandom;
import java.util.Optional;

/// What keeps external secrets, for as long as the kinds are Purser's. Started once, closed once.
final class ExternalEngine implements AutoCloseable {
    private final EventWriter events;
    private final ExternalSecretsEngine engine;
    private final NotificationEndpoint notifications;

    /// @param timers stay the caller's, who closes them after this
    ExternalEngine(Api api, Providers providers, Timers timers, SecureRandom random) {
        this.events = new EventWriter(timers);
        ControllerContext context =
                new ControllerContext(
                        api, new Informers(api, timers, random), timers, events, random);
        this.engine =
                new ExternalSecretsEngine(
                        context, providers, new FirstUsedTemplates(timers, random));
        this.notifications = new NotificationEndpoint(engine.refresher(), timers);
    }

    /// Starts and returns.
    void start() {
        engine.start();
    }

    /// Where providers tell of changes. Empty while it is not known yet which stores there are.
    Optional<NotificationEndpoint> notifications() {
        return engine.isWorking() ? Optional.of(notifications) : Optional.empty();
    }

    void writeMetricsTo(MetricsText text) {
        engine.metrics().forEach(source -> source.writeTo(text));
        notifications.metrics().writeTo(text);
    }

    @Override
    public void close() {
        engine.close();
        events.close();
    }
}
