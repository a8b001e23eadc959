package dev.purser.node.measure;

import dev.purser.node.measure.CgroupReading.Throttling;

/// The families about processor quotas.
enum ThrottleFamily {
    PERIODS("cfs_periods_total", "Number of elapsed enforcement period intervals."),
    THROTTLED_PERIODS("cfs_throttled_periods_total", "Number of throttled period intervals."),
    THROTTLED_SECONDS(
            "cfs_throttled_seconds_total", "Total time duration the container has been throttled.");

    private final String name;
    private final String help;

    ThrottleFamily(String name, String help) {
        this.name = name;
        this.help = help;
    }

    String metric() {
        return "container_cpu_" + name;
    }

    String help() {
        return help;
    }

    double of(Throttling throttling) {
        return switch (this) {
            case PERIODS -> throttling.periods();
            case THROTTLED_PERIODS -> throttling.throttled();
            case THROTTLED_SECONDS -> throttling.throttledNanos() / 1e9;
        };
    }
}
