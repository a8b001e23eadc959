package dev.purser.node.pod;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The earliest of several moments. Used by one thread.
final class Deadline {
    private @Nullable Instant earliest;

    void clear() {
        earliest = null;
    }

    void at(Instant moment) {
        if (earliest == null || moment.isBefore(earliest)) {
            earliest = moment;
        }
    }

    /// How long from now on; empty when there is none.
    Optional<Duration> from(Instant now) {
        return Optional.ofNullable(earliest).map(moment -> Duration.between(now, moment));
    }
}
