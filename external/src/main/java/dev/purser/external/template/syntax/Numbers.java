package dev.purser.external.template.syntax;

import dev.purser.external.template.syntax.Node.Numeric;
import dev.purser.external.template.value.Quoting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads numbers as Go's source has them: `0x1F`, `0o17`, `017`, `0b101`, `1_000`, `1.5e3`,
/// `0x1p-2`.
final class Numbers {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9][0-9_]*");
    private static final double UINT_END = 0x1p64;

    private Numbers() {}

    /// @throws IllegalArgumentException when the text is no number
    static Numeric read(String text) {
        if (text.endsWith("i")) {
            throw new IllegalArgumentException(
                    "complex numbers are not supported: " + Quoting.quote(text));
        }
        Optional<BigInteger> whole = whole(text);
        if (whole.isPresent()) {
            return whole(text, whole.get());
        }
        return real(text);
    }

    static Numeric rune(int rune) {
        return new Numeric(true, rune, true, rune, true, rune);
    }

    private static Numeric whole(String text, BigInteger value) {
        boolean isInt = value.bitLength() < Long.SIZE && value.compareTo(LONG_MIN) >= 0;
        boolean signed = text.startsWith("-") || text.startsWith("+");
        boolean isUint =
                value.signum() >= 0
                        && value.bitLength() <= Long.SIZE
                        && (!signed || value.signum() == 0);
        if (!isInt && !isUint) {
            throw new IllegalArgumentException("integer overflow: " + Quoting.quote(text));
        }
        long bits = value.longValue();
        return new Numeric(isInt, bits, isUint, bits, true, value.doubleValue());
    }

    private static Numeric real(String text) {
        if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0) && isDecimal(text)) {
            throw new IllegalArgumentException("integer overflow: " + Quoting.quote(text));
        }
        double value = parse(text);
        boolean isInt = value == Math.rint(value) && value >= Long.MIN_VALUE && value < 0x1p63;
        boolean isUint = value == Math.rint(value) && value >= 0 && value < UINT_END;
        long bits =
                isUint && !isInt ? new BigDecimal(value).toBigInteger().longValue() : (long) value;
        return new Numeric(isInt, bits, isUint, bits, true, value);
    }

    private static boolean isDecimal(String text) {
        return underscoresAreFine(text) && DECIMAL.matcher(text).matches();
    }

    private static double parse(String text) {
        try {
            if (underscoresAreFine(text)) {
                double value = Double.parseDouble(text.replace("_", ""));
                if (!Double.isInfinite(value)) {
                    return value;
                }
            }
        } catch (NumberFormatException e) {
            throw illegal(text);
        }
        throw illegal(text);
    }

    private static IllegalArgumentException illegal(String text) {
        return new IllegalArgumentException("illegal number syntax: " + Quoting.quote(text));
    }

    private static Optional<BigInteger> whole(String text) {
        boolean negative = text.startsWith("-");
        String size = negative || text.startsWith("+") ? text.substring(1) : text;
        String lower = size.toLowerCase(Locale.ROOT);
        int base = base(lower);
        String digits = lower.substring(prefix(lower, base)).replace("_", "");
        if (digits.isEmpty() || !underscoresAreFine(text)) {
            return Optional.empty();
        }
        try {
            BigInteger value = new BigInteger(digits, base);
            return value.signum() < 0 || digits.startsWith("+")
                    ? Optional.empty()
                    : Optional.of(negative ? value.negate() : value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int prefix(String lower, int base) {
        if (base == 10) {
            return 0;
        }
        return Character.isLetter(lower.charAt(1)) ? 2 : 1;
    }

    private static int base(String lower) {
        if (lower.length() < 2 || lower.charAt(0) != '0') {
            return 10;
        }
        return switch (lower.charAt(1)) {
            case 'x' -> 16;
            case 'b' -> 2;
            case 'o', '_' -> 8;
            default -> Character.isDigit(lower.charAt(1)) ? 8 : 10;
        };
    }

    /// Whether each underscore is between two digits, or between a prefix and a digit.
    private static boolean underscoresAreFine(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int begin = lower.startsWith("-") || lower.startsWith("+") ? 1 : 0;
        char before = '^';
        boolean hexadecimal = lower.startsWith("0x", begin);
        if (hexadecimal || lower.startsWith("0b", begin) || lower.startsWith("0o", begin)) {
            begin += 2;
            before = '0';
        }
        for (int i = begin; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean digit = (c >= '0' && c <= '9') || (hexadecimal && c >= 'a' && c <= 'f');
            if ((c == '_' && before != '0') || (!digit && c != '_' && before == '_')) {
                return false;
            }
            before = digit ? '0' : c == '_' ? '_' : '!';
        }
        return before != '_';
    }
}
