package dev.purser.client.event;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// Puts events together that differ in nothing but their message, once there are many of them in a
/// short time. Not thread-safe.
final class EventAggregator {
    private static final int MESSAGES_MAX = 10;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final String PREFIX = "(combined from similar events): ";

    private final RecentlyUsed<EventKey, Messages> messagesByKey = new RecentlyUsed<>();

    /// What to write for an occurrence, and under which key to count it.
    record Outcome(EventKey key, Occurrence occurrence) {}

    Outcome aggregate(Occurrence occurrence) {
        EventKey similar = EventKey.similar(occurrence);
        Messages messages = messagesByKey.get(similar);
        if (messages == null || messages.isOlderThan(WINDOW, occurrence.at())) {
            messages = new Messages();
            messagesByKey.put(similar, messages);
        }
        if (messages.add(occurrence) < MESSAGES_MAX) {
            return new Outcome(EventKey.exact(occurrence), occurrence);
        }
        messages.dropOne();
        return new Outcome(similar, occurrence.withMessage(PREFIX + occurrence.message()));
    }

    private static final class Messages {
        private final Set<String> texts = new LinkedHashSet<>();
        private Instant last = Instant.MIN;

        boolean isOlderThan(Duration window, Instant now) {
            return now.isAfter(last.plus(window));
        }

        int add(Occurrence occurrence) {
            texts.add(occurrence.message());
            last = occurrence.at();
            return texts.size();
        }

        void dropOne() {
            texts.remove(texts.iterator().next());
        }
    }
}
