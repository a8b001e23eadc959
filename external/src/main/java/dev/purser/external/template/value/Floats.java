package dev.purser.external.template.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Floating-point numbers as Go's `strconv.FormatFloat` writes them.
public final class Floats {
    private static final int SHORTEST_EXPONENT_MAX = 6;
    private static final int SIGNIFICANT_MAX = 17;

    private Floats() {}

    /// With as few digits as tell it from all others.
    ///
    /// @param form `e`, `f` or `g`
    public static String shortest(double value, char form) {
        return shortest(value, form, SHORTEST_EXPONENT_MAX);
    }

    /// @param exponentMax from which exponent on `g` is written as `e`
    public static String shortest(double value, char form, int exponentMax) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal digits = shortestDigits(Math.abs(value));
        String sign = isNegative(value) ? "-" : "";
        int exponent = exponent(digits);
        return sign
                + switch (form) {
                    case 'e' -> scientific(digits, digits.precision() - 1);
                    case 'f' -> plain(digits, Math.max(0, digits.scale()));
                    default ->
                            exponent < -4 || exponent >= exponentMax
                                    ? scientific(digits, digits.precision() - 1)
                                    : plain(digits, Math.max(0, digits.scale()));
                };
    }

    /// With a number of digits.
    ///
    /// @param form `e`, `f` or `g`
    /// @param precision digits after the point, or all significant ones for `g`
    public static String format(double value, char form, int precision) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        String sign = isNegative(value) ? "-" : "";
        return sign
                + switch (form) {
                    case 'e' -> scientific(rounded(exact, precision + 1), precision);
                    case 'f' -> plain(exact.setScale(precision, RoundingMode.HALF_EVEN), precision);
                    default -> general(exact, Math.max(1, precision));
                };
    }

    private static String general(BigDecimal exact, int precision) {
        BigDecimal digits = stripped(rounded(exact, precision));
        int exponent = exponent(digits);
        if (exponent < -4 || exponent >= precision) {
            return scientific(digits, digits.precision() - 1);
        }
        return plain(digits, Math.max(0, digits.scale()));
    }

    private static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return null;
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    /// Java writes at least two digits, Go one.
    private static BigDecimal shortestDigits(double value) {
        BigDecimal digits = stripped(new BigDecimal(Double.toString(value)));
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return stripped(one);
            }
        }
        return digits;
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.signum() == 0
                ? BigDecimal.ZERO
                : exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static BigDecimal stripped(BigDecimal digits) {
        return digits.signum() == 0 ? BigDecimal.ZERO : digits.stripTrailingZeros();
    }

    private static int exponent(BigDecimal digits) {
        return digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    }

    private static String plain(BigDecimal digits, int places) {
        return digits.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(BigDecimal digits, int places) {
        StringBuilder all = new StringBuilder(digits.unscaledValue().toString());
        while (all.length() < places + 1) {
            all.append('0');
        }
        all.setLength(places + 1);
        int exponent = exponent(digits);
        StringBuilder text = new StringBuilder(SIGNIFICANT_MAX).append(all.charAt(0));
        if (places > 0) {
            text.append('.').append(all, 1, places + 1);
        }
        int magnitude = Math.abs(exponent);
        return text.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(magnitude < 10 ? "0" : "")
                .append(magnitude)
                .toString();
    }
}
