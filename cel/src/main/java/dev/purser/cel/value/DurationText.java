package dev.purser.cel.value;

import dev.purser.api.codec.GoDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// Lengths of time: read as Go writes them, `1h2m3.5s`, and written as seconds.
public final class DurationText {
    private DurationText() {}

    /// Nanoseconds; empty if the text is no duration or one of more than 292 years.
    public static Optional<Long> parse(String text) {
        return GoDuration.read(text).map(Duration::toNanos);
    }

    /// Seconds with a fraction, `3723.5s`.
    public static String seconds(long nanoseconds) {
        BigDecimal seconds = BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }
}
