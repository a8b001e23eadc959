package dev.purser.controllers.event;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.expiry.ExpiryController;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Deletes events that nobody has written for an hour.
public final class EventExpiry {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final InformerOptions TIMES =
            InformerOptions.all(Resources.EVENTS).withTransform(EventExpiry::strip);

    private EventExpiry() {}

    /// The controller.
    public static Controller of(ControllerContext context) {
        return new ExpiryController(
                "event-expiry", context, context.informers().with(TIMES), EventExpiry::end);
    }

    private static KubeObject strip(KubeObject event) {
        event.json().retain("metadata", "lastTimestamp", "eventTime", "series");
        event.metadata().remove("managedFields");
        return event;
    }

    private static Optional<Instant> end(KubeObject event) {
        JsonNode json = event.json();
        Instant lastWritten =
                Stream.of(
                                json.path("metadata").path("creationTimestamp"),
                                json.path("lastTimestamp"),
                                json.path("eventTime"),
                                json.path("series").path("lastObservedTime"))
                        .map(time -> Timestamps.parse(time.asString("")))
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
        return Optional.of(lastWritten.plus(LIFETIME));
    }
}
