package dev.purser.api.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go reads and writes them: `1h30m`, `-1.5s`, `0`. They are whole nanoseconds that
/// fit into 64 bits, some 292 years to either side.
public final class GoDuration {
    private static final Pattern NUMBER = Pattern.compile("([0-9]*)(\\.([0-9]*))?");
    private static final Pattern UNIT = Pattern.compile("[^.0-9]*");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "\u00b5s", 1_000L,
                    "\u03bcs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// Either a duration or what is wrong with its text.
    private sealed interface Reading {
        record Read(Duration duration) implements Reading {}

        record Refused(String complaint) implements Reading {}
    }

    /// What is wrong with a duration, in the words of Go's `time.ParseDuration`; empty when nothing
    /// is.
    public static Optional<String> complaint(String text) {
        return switch (scan(text)) {
            case Reading.Read _ -> Optional.empty();
            case Reading.Refused(String complaint) -> Optional.of(complaint);
        };
    }

    /// The time that a text says; empty when there is a [#complaint].
    public static Optional<Duration> read(String text) {
        return switch (scan(text)) {
            case Reading.Read(Duration duration) -> Optional.of(duration);
            case Reading.Refused _ -> Optional.empty();
        };
    }

    /// The time that a text says.
    ///
    /// @throws IllegalArgumentException with the [#complaint] when it says none
    public static Duration parse(String text) {
        return switch (scan(text)) {
            case Reading.Read(Duration duration) -> duration;
            case Reading.Refused(String complaint) -> throw new IllegalArgumentException(complaint);
        };
    }

    private static Reading scan(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return new Reading.Read(Duration.ZERO);
        }
        if (rest.isEmpty()) {
            return refused("invalid", text);
        }
        Matcher number = NUMBER.matcher(rest);
        Matcher unit = UNIT.matcher(rest);
        BigInteger nanos = BigInteger.ZERO;
        int at = 0;
        while (at < rest.length()) {
            number.region(at, rest.length());
            if (!number.lookingAt() || !hasDigits(number)) {
                return refused("invalid", text);
            }
            unit.region(number.end(), rest.length());
            if (!unit.lookingAt() || unit.group().isEmpty()) {
                return refused("missing unit in", text);
            }
            Long size = NANOS.get(unit.group());
            if (size == null) {
                return refused("unknown unit %s in".formatted(quoted(unit.group())), text);
            }
            nanos = nanos.add(wholeNanos(number.group(), size));
            at = unit.end();
        }
        BigInteger signed = negative ? nanos.negate() : nanos;
        return signed.bitLength() < Long.SIZE
                ? new Reading.Read(Duration.ofNanos(signed.longValue()))
                : refused("invalid", text);
    }

    private static Reading refused(String problem, String text) {
        return new Reading.Refused("time: %s duration %s".formatted(problem, quoted(text)));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static boolean hasDigits(Matcher number) {
        String fraction = number.group(3);
        return !number.group(1).isEmpty() || (fraction != null && !fraction.isEmpty());
    }

    /// Go cuts off parts of a nanosecond at each unit, not at the end.
    private static BigInteger wholeNanos(String number, long unit) {
        return new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unit))
                .setScale(0, RoundingMode.DOWN)
                .toBigInteger();
    }

    /// A time as Go writes it: `-1.5s`, `1h0m0s`, `10ms`.
    public static String text(Duration duration) {
        Duration size = duration.abs();
        if (size.isZero()) {
            return "0s";
        }
        String sign = duration.isNegative() ? "-" : "";
        return sign + (size.getSeconds() == 0 ? small(size.getNano()) : large(size));
    }

    private static String small(int nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000 ? decimal(nanos, 3) + "\u00b5s" : decimal(nanos, 6) + "ms";
    }

    private static String large(Duration size) {
        long seconds = size.toSecondsPart() * 1_000_000_000L + size.toNanosPart();
        String hours = size.toHours() > 0 ? size.toHours() + "h" : "";
        String minutes = size.toMinutes() > 0 ? size.toMinutesPart() + "m" : "";
        return hours + minutes + decimal(seconds, 9) + "s";
    }

    private static String decimal(long digits, int scale) {
        return BigDecimal.valueOf(digits, scale).stripTrailingZeros().toPlainString();
    }
}
