package dev.purser.api.extension;

import dev.purser.api.codec.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Numbers as Go has them in trees without a type: whole ones that fit are `int64`, all others
/// `float64`.
public final class GoNumbers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonWriter WRITER = new JsonWriter();
    private static final int EXPONENT_MIN = -4;
    private static final int EXPONENT_MAX = 6;

    private GoNumbers() {}

    /// Whether a number is an `int64`.
    static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber();
    }

    /// A number as Go reads it from JSON; integers are as small as Jackson's own parser makes them,
    /// so that trees compare equal.
    static JsonNode read(JsonNode number) {
        if (number.isBigInteger()) {
            BigInteger whole = number.bigIntegerValue();
            return whole.bitLength() < Long.SIZE
                    ? whole(whole.longValue())
                    : NODES.numberNode(whole.doubleValue());
        }
        return number.isIntegralNumber()
                ? whole(number.longValue())
                : NODES.numberNode(number.doubleValue());
    }

    /// A number as Go reads it back from JSON that it wrote: `1.0` was written as `1`.
    static JsonNode written(JsonNode number) {
        if (number.isIntegralNumber()) {
            return read(number);
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? whole((long) value)
                : NODES.numberNode(value);
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    /// A value as errors show it: texts quoted, numbers as `%v` prints them, the rest as JSON.
    static String shown(JsonNode value) {
        if (value.isContainer()) {
            return WRITER.text(value);
        }
        return value.isNumber() && !value.isIntegralNumber()
                ? text(value.doubleValue())
                : value.toString();
    }

    /// Whether Kubernetes' validator takes a number for a whole one: those that a `float64` can no
    /// longer count one by one are not.
    static boolean isCountable(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53;
    }

    /// A number as `%v` prints it: `0.25`, `10`, `1e+06`.
    public static String text(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value == 0 ? "0" : String.valueOf(value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= EXPONENT_MIN && exponent < EXPONENT_MAX) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%s%se%s%02d"
                .formatted(
                        value < 0 ? "-" : "",
                        digits.charAt(0),
                        fraction,
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }
}
