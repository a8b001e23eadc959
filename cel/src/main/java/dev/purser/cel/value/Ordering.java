package dev.purser.cel.value;

import java.math.BigDecimal;
import java.util.Arrays;

/// Which of two values comes first.
public final class Ordering {
    private static final double TWO_TO_64 = 0x1p64;

    private Ordering() {}

    /// Less than, equal to or greater than 0.
    ///
    /// @throws EvaluationException when the values cannot be compared
    public static int compare(Value left, Value right) {
        return switch (left) {
            case Value.Bool(boolean a) when right instanceof Value.Bool(boolean b) ->
                    Boolean.compare(a, b);
            case Value.Text(String a) when right instanceof Value.Text(String b) ->
                    compareTexts(a, b);
            case Value.Bytes(byte[] a) when right instanceof Value.Bytes(byte[] b) ->
                    Arrays.compareUnsigned(a, b);
            case Value.Time(var a) when right instanceof Value.Time(var b) -> a.compareTo(b);
            case Value.Span(long a) when right instanceof Value.Span(long b) -> Long.compare(a, b);
            default -> compareNumbers(left, right);
        };
    }

    static boolean isNan(Value value) {
        return value instanceof Value.Real(double number) && Double.isNaN(number);
    }

    /// Texts compare by code points, as bytes of UTF-8 do.
    private static int compareTexts(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean bothAlike = Character.isSurrogate(left) == Character.isSurrogate(right);
                return bothAlike
                        ? Character.compare(left, right)
                        : Character.isSurrogate(left) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareNumbers(Value left, Value right) {
        if (!(left instanceof Value.Numeric) || !(right instanceof Value.Numeric)) {
            throw EvaluationException.noSuchOverload();
        }
        if (isNan(left) || isNan(right)) {
            throw new EvaluationException("NaN values cannot be ordered");
        }
        if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
            return Long.compare(a, b);
        }
        if (left instanceof Value.Real(double a) && right instanceof Value.Real(double b)) {
            return a < b ? -1 : a > b ? 1 : 0;
        }
        return compareExactly(left, right);
    }

    private static int compareExactly(Value left, Value right) {
        if (left instanceof Value.Real(double a) && Math.abs(a) > TWO_TO_64) {
            return a > 0 ? 1 : -1;
        }
        if (right instanceof Value.Real(double b) && Math.abs(b) > TWO_TO_64) {
            return b > 0 ? -1 : 1;
        }
        return decimal(left).compareTo(decimal(right));
    }

    private static BigDecimal decimal(Value number) {
        return switch (number) {
            case Value.Int(long value) -> BigDecimal.valueOf(value);
            case Value.Uint(long value) -> new BigDecimal(Long.toUnsignedString(value));
            case Value.Real(double value) -> new BigDecimal(value);
            default -> throw EvaluationException.noSuchOverload();
        };
    }
}
