package dev.purser.client.event;

import java.time.Instant;
import java.util.Optional;

/// Decides what an occurrence becomes: a new event, one more count of an event that is there, or
/// nothing. Not thread-safe.
final class EventCorrelator {
    private final EventAggregator aggregator = new EventAggregator();
    private final SpamFilter spamFilter = new SpamFilter();
    private final RecentlyUsed<EventKey, Counted> counted = new RecentlyUsed<>();
    private long lastNanos;

    /// What to write.
    ///
    /// @param name of the Event object
    /// @param count 1 for a new event
    record Correlated(
            EventKey key, Occurrence occurrence, String name, Instant firstAt, int count) {
        boolean isCombined() {
            return key.message().isEmpty();
        }
    }

    private record Counted(String name, Instant firstAt, int count) {}

    /// Takes an occurrence in; empty when there were too many.
    Optional<Correlated> correlate(Occurrence occurrence) {
        EventAggregator.Outcome outcome = aggregator.aggregate(occurrence);
        Counted before = counted.get(outcome.key());
        Counted now =
                before == null
                        ? new Counted(newName(occurrence), occurrence.at(), 1)
                        : new Counted(before.name(), before.firstAt(), before.count() + 1);
        counted.put(outcome.key(), now);
        if (!spamFilter.allows(occurrence)) {
            return Optional.empty();
        }
        return Optional.of(
                new Correlated(
                        outcome.key(),
                        outcome.occurrence(),
                        now.name(),
                        now.firstAt(),
                        now.count()));
    }

    /// The Event object of this was not there any more: gives it a new name and keeps the count.
    Correlated renamed(Correlated lost) {
        String name = newName(lost.occurrence());
        counted.put(lost.key(), new Counted(name, lost.firstAt(), lost.count()));
        return new Correlated(lost.key(), lost.occurrence(), name, lost.firstAt(), lost.count());
    }

    /// The object's name and the time in nanoseconds, which never repeats here.
    private String newName(Occurrence occurrence) {
        Instant at = occurrence.at();
        long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        lastNanos = Math.max(nanos, lastNanos + 1);
        return occurrence.about().name() + "." + Long.toHexString(lastNanos);
    }
}
