package dev.purser.external.push;

import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How many notifications came, and what became of them. Thread-safe.
final class NotificationMetrics implements MetricsSource {
    private static final String NAME = "purser_externalsecrets_notifications_total";

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    /// What becomes of a notification.
    enum Outcome {
        /// ExternalSecrets were woken, or there were none to wake.
        WOKEN,
        /// It is done together with others.
        JOINED,
        /// There were too many.
        REFUSED,
        /// It was sent to what is not there.
        MISSING,
        /// It was about no change.
        NOTHING,
        /// A provider asked whether it may send more.
        HANDSHAKE,
        /// It was of no known form.
        UNKNOWN_FORM
    }

    NotificationMetrics() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    void count(Outcome outcome) {
        counts.getOrDefault(outcome, new LongAdder()).increment();
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                NAME,
                MetricsText.Type.COUNTER,
                "Notifications of changes at providers, by what became of them.");
        counts.forEach((outcome, count) ->
                text.sample(
                        NAME,
                        List.of(Map.entry("outcome", outcome.name().toLowerCase(Locale.ROOT))),
                        count.sum()));
    }
}
