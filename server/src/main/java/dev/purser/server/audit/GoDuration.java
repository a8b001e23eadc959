package dev.purser.server.audit;

import java.math.BigDecimal;
import java.time.Duration;

/// Durations as Go writes them: `1m2.5s`, `812.4ms`.
final class GoDuration {
    private GoDuration() {}

    /// @param duration not negative
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000_000L) {
            return nanos == 0 ? "0s" : fraction(nanos);
        }
        long hours = duration.toHours();
        long minutes = duration.toMinutesPart();
        String seconds =
                plain(
                                BigDecimal.valueOf(duration.toSecondsPart())
                                        .add(BigDecimal.valueOf(duration.toNanosPart(), 9)))
                        + "s";
        String minutesAndSeconds = hours > 0 || minutes > 0 ? minutes + "m" + seconds : seconds;
        return hours > 0 ? hours + "h" + minutesAndSeconds : minutesAndSeconds;
    }

    private static String fraction(long nanos) {
        if (nanos >= 1_000_000) {
            return plain(BigDecimal.valueOf(nanos, 6)) + "ms";
        }
        return nanos >= 1000 ? plain(BigDecimal.valueOf(nanos, 3)) + "µs" : nanos + "ns";
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
