package dev.purser.cel.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as Go writes them, `1h2m3.5s`.
public final class DurationText {
    private static final Pattern WHOLE =
            Pattern.compile("[+-]?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern PART =
            Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "μs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private DurationText() {}

    /// Nanoseconds; empty if the text is no duration or one of more than 292 years.
    public static Optional<Long> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal total = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            BigDecimal unit = BigDecimal.valueOf(UNITS.getOrDefault(parts.group(2), 0L));
            total =
                    total.add(
                            new BigDecimal(parts.group(1))
                                    .multiply(unit)
                                    .setScale(0, RoundingMode.DOWN));
        }
        BigDecimal signed = text.startsWith("-") ? total.negate() : total;
        return signed.toBigInteger().bitLength() < Long.SIZE
                ? Optional.of(signed.longValue())
                : Optional.empty();
    }

    /// Seconds with a fraction, `3723.5s`.
    public static String seconds(long nanoseconds) {
        BigDecimal seconds = BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }
}
