package dev.purser.api.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// What follows the number: a power of two or of ten.
///
/// @param exponent of 2 for [QuantityFormat#BINARY_SI], of 10 otherwise
record Suffix(QuantityFormat format, int exponent) {
    private static final List<String> DECIMAL =
            List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    /// Exponents beyond this are refused rather than computed: no real amount comes close.
    private static final int LARGEST_EXPONENT = 1000;

    static Suffix parse(String text) {
        int decimal = DECIMAL.indexOf(text);
        if (decimal >= 0) {
            return new Suffix(QuantityFormat.DECIMAL_SI, 3 * decimal - 9);
        }
        int binary = BINARY.indexOf(text);
        if (binary >= 0) {
            return new Suffix(QuantityFormat.BINARY_SI, 10 * (binary + 1));
        }
        if (text.matches("[eE][-+]?[0-9]{1,6}")) {
            int exponent = Integer.parseInt(text.substring(1));
            if (Math.abs(exponent) <= LARGEST_EXPONENT) {
                return new Suffix(QuantityFormat.DECIMAL_EXPONENT, exponent);
            }
        }
        throw new QuantityFormatException("unable to parse quantity's suffix");
    }

    /// The text of an exponent; empty where the format has none for it.
    static String text(QuantityFormat format, int exponent) {
        return switch (format) {
            case DECIMAL_SI -> at(DECIMAL, exponent / 3 + 3);
            case BINARY_SI -> at(BINARY, exponent / 10 - 1);
            case DECIMAL_EXPONENT -> exponent == 0 ? "" : "e" + exponent;
        };
    }

    private static String at(List<String> suffixes, int index) {
        return index >= 0 && index < suffixes.size() ? suffixes.get(index) : "";
    }

    BigDecimal multiply(BigDecimal number) {
        return format == QuantityFormat.BINARY_SI
                ? number.multiply(new BigDecimal(BigInteger.TWO.pow(exponent)))
                : number.scaleByPowerOfTen(exponent);
    }
}
