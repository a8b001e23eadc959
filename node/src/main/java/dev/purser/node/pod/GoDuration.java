package dev.purser.node.pod;

import java.time.Duration;

/// Durations of whole seconds as Go prints them: `10s`, `1m20s`, `5m0s`.
final class GoDuration {
    private GoDuration() {}

    static String text(Duration duration) {
        long minutes = duration.toMinutes();
        String seconds = duration.toSecondsPart() + "s";
        return minutes == 0 ? seconds : minutes + "m" + seconds;
    }
}
