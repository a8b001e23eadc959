package dev.purser.api.table;

import java.time.Duration;

/// Durations as `kubectl get` shows ages: `45s`, `3m20s`, `5h`, `2d3h`, `1y12d`.
public final class HumanDuration {
    private static final int HOURS_PER_YEAR = 24 * 365;

    private HumanDuration() {}

    /// The short text of a duration. A second or less below zero counts as zero, since clocks
    /// differ; more than that is `<invalid>`.
    public static String of(Duration duration) {
        long seconds = duration.toMillis() / 1000;
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(seconds, 0) + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return pair(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        return ofHours(minutes / 60, minutes % 60);
    }

    private static String ofHours(long hours, long minutes) {
        if (hours < 8) {
            return pair(hours, "h", minutes, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 24 * 8) {
            return pair(hours / 24, "d", hours % 24, "h");
        }
        if (hours < 2 * HOURS_PER_YEAR) {
            return hours / 24 + "d";
        }
        long years = hours / HOURS_PER_YEAR;
        return hours < 8 * HOURS_PER_YEAR ? pair(years, "y", hours / 24 % 365, "d") : years + "y";
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
