package dev.purser.app.serve;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventWriter;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.external.push.NotificationEndpoint;
import dev.purser.external.store.Providers;
import dev.purser.external.sync.ExternalSecretsEngine;
import dev.purser.external.template.TemplateException;
import dev.purser.external.template.Templates;
import dev.purser.wire.metrics.MetricsText;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What keeps external secrets, for as long as the kinds are Purser's. Started once, closed once.
final class ExternalEngine implements AutoCloseable {
    private final EventWriter events;
    private final ExternalSecretsEngine engine;
    private final NotificationEndpoint notifications;

    /// @param timers stay the caller's, who closes them after this
    ExternalEngine(Api api, Providers providers, Timers timers, RandomGenerator random) {
        this.events = new EventWriter(timers);
        ControllerContext context =
                new ControllerContext(
                        api, new Informers(api, timers, random), timers, events, random);
        this.engine = new ExternalSecretsEngine(context, providers, templates());
        this.notifications = new NotificationEndpoint(engine.refresher(), timers);
    }

    private static Templates templates() {
        return (name, _, _) -> {
            throw new TemplateException("template: " + name + ": this server renders no templates");
        };
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
