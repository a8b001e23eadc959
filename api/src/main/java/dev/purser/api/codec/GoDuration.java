package dev.purser.api.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1h30m`, `-1.5s`, `0`.
public final class GoDuration {
    private static final Pattern NUMBER = Pattern.compile("([0-9]*)(\\.([0-9]*))?");
    private static final Pattern UNIT = Pattern.compile("[^.0-9]*");
    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]*)([^.0-9]+)");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Set<String> UNITS =
            Set.of("ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h");

    private GoDuration() {}

    /// What is wrong with a duration; empty when nothing is.
    public static Optional<String> complaint(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.empty();
        }
        if (rest.isEmpty()) {
            return Optional.of("time: invalid duration \"%s\"".formatted(text));
        }
        Matcher number = NUMBER.matcher(rest);
        Matcher unit = UNIT.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            number.region(at, rest.length());
            if (!number.lookingAt() || !hasDigits(number)) {
                return Optional.of("time: invalid duration \"%s\"".formatted(text));
            }
            unit.region(number.end(), rest.length());
            if (!unit.lookingAt() || unit.group().isEmpty()) {
                return Optional.of("time: missing unit in duration \"%s\"".formatted(text));
            }
            if (!UNITS.contains(unit.group())) {
                return Optional.of(
                        "time: unknown unit \"%s\" in duration \"%s\""
                                .formatted(unit.group(), text));
            }
            at = unit.end();
        }
        return Optional.empty();
    }

    /// The time that a duration without a [#complaint] says; parts of a nanosecond are cut off.
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(rest);
        while (part.find()) {
            BigDecimal number = new BigDecimal("0" + part.group(1));
            nanos = nanos.add(number.multiply(BigDecimal.valueOf(nanos(part.group(2)))));
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return negative ? duration.negated() : duration;
    }

    /// A time as Go writes it: `-1.5s`, `1h0m0s`, `10ms`.
    public static String text(Duration duration) {
        long nanos = Math.abs(duration.toNanos());
        String sign = duration.isNegative() ? "-" : "";
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < NANOS_PER_SECOND) {
            String unit = nanos >= 1_000_000 ? "ms" : nanos >= 1_000 ? "\u00b5s" : "ns";
            return sign + decimal(nanos, nanos(unit)) + unit;
        }
        long seconds = nanos / NANOS_PER_SECOND;
        long minutes = seconds / 60;
        String hours = minutes >= 60 ? minutes / 60 + "h" : "";
        return sign
                + hours
                + (minutes > 0 ? minutes % 60 + "m" : "")
                + decimal(nanos - minutes * 60 * NANOS_PER_SECOND, NANOS_PER_SECOND)
                + "s";
    }

    private static String decimal(long nanos, long unit) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "ms" -> 1_000_000;
            case "s" -> NANOS_PER_SECOND;
            case "m" -> 60 * NANOS_PER_SECOND;
            case "h" -> 3_600 * NANOS_PER_SECOND;
            default -> 1_000;
        };
    }

    private static boolean hasDigits(Matcher number) {
        String fraction = number.group(3);
        return !number.group(1).isEmpty() || (fraction != null && !fraction.isEmpty());
    }
}
