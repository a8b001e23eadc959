package dev.purser.external.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes and reads them: `1h2m3.5s`.
public final class Durations {
    public static final long SECOND = 1_000_000_000L;

    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long MILLISECOND = 1_000_000L;
    private static final long MICROSECOND = 1_000L;
    private static final Map<String, Long> UNITS =
            Map.of(
                    "ns", 1L,
                    "us", MICROSECOND,
                    "\u00b5s", MICROSECOND,
                    "\u03bcs", MICROSECOND,
                    "ms", MILLISECOND,
                    "s", SECOND,
                    "m", MINUTE,
                    "h", HOUR);
    private static final Pattern PART =
            Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE - 1);

    private Durations() {}

    /// In hours, minutes and seconds, or in the smaller unit that fits.
    ///
    /// @return bytes
    public static String show(long nanoseconds) {
        if (nanoseconds == 0) {
            return "0s";
        }
        String sign = nanoseconds < 0 ? "-" : "";
        BigDecimal size = BigDecimal.valueOf(nanoseconds).abs();
        if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
            return sign + Utf8.encode(small(size.longValue()));
        }
        BigDecimal[] minutes = size.divideAndRemainder(BigDecimal.valueOf(MINUTE));
        String seconds = quotient(minutes[1].longValue(), SECOND) + "s";
        long whole = minutes[0].longValue();
        if (whole == 0) {
            return sign + seconds;
        }
        String rest = whole % 60 + "m" + seconds;
        return sign + (whole < 60 ? rest : whole / 60 + "h" + rest);
    }

    private static String small(long size) {
        if (size < MICROSECOND) {
            return size + "ns";
        }
        return size < MILLISECOND
                ? quotient(size, MICROSECOND) + "\u00b5s"
                : quotient(size, MILLISECOND) + "ms";
    }

    private static String quotient(long size, long unit) {
        BigDecimal quotient = BigDecimal.valueOf(size).divide(BigDecimal.valueOf(unit));
        return quotient.signum() == 0 ? "0" : quotient.stripTrailingZeros().toPlainString();
    }

    /// Nanoseconds; empty if the text is no duration.
    public static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher parts = PART.matcher(rest);
        BigInteger sum = BigInteger.ZERO;
        int place = 0;
        while (place < rest.length()) {
            if (!parts.find(place) || parts.start() != place) {
                return OptionalLong.empty();
            }
            BigDecimal unit = BigDecimal.valueOf(UNITS.getOrDefault(parts.group(2), 0L));
            String number = parts.group(1);
            BigDecimal amount = new BigDecimal(number.endsWith(".") ? number + "0" : number);
            sum = sum.add(amount.multiply(unit).setScale(0, RoundingMode.DOWN).toBigInteger());
            place = parts.end();
        }
        BigInteger signed = negative ? sum.negate() : sum;
        boolean fits = place > 0 && signed.compareTo(LIMIT) < 0 && signed.bitLength() < Long.SIZE;
        return fits ? OptionalLong.of(signed.longValue()) : OptionalLong.empty();
    }
}
