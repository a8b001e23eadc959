package dev.purser.external.sync;

import dev.purser.api.codec.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// When values may be fetched as time goes by (`syncWindows`): only in windows, or never in them.
/// Windows that make no sense are as if they were never open.
final class SyncWindows {
    private static final String EVERY = "@every ";

    private final JsonNode windows;

    SyncWindows(JsonNode windows) {
        this.windows = windows;
    }

    boolean allow(Instant moment) {
        if (windows.path("windows").isEmpty()) {
            return true;
        }
        boolean open = isOpen(moment);
        return switch (windows.path("kind").asString("")) {
            case "allow" -> open;
            case "deny" -> !open;
            default -> true;
        };
    }

    private boolean isOpen(Instant moment) {
        for (JsonNode window : windows.path("windows")) {
            String schedule = window.path("schedule").asString("");
            String duration = window.path("duration").asString("");
            if (schedule.startsWith(EVERY)) {
                if (isAlwaysOpen(schedule.substring(EVERY.length()).trim(), duration)) {
                    return true;
                }
            } else if (CronWindow.parse(schedule, duration)
                    .filter(found -> found.isOpen(moment))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Windows that begin every so often, from no time in particular, are open all the time if each
    /// lasts until the next, and else never.
    private static boolean isAlwaysOpen(String every, String duration) {
        Optional<Duration> period = GoDuration.read(every);
        Optional<Duration> length = GoDuration.read(duration);
        return period.isPresent()
                && length.isPresent()
                && period.get().compareTo(length.get()) <= 0;
    }
}
