package dev.purser.api.quantity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a quantity's text.
///
/// @param number sign, digits and fraction, fit for `BigDecimal`
/// @param whole the digits before the point, without leading zeros
/// @param fraction the digits after the point
record QuantityText(String number, String whole, String fraction, String suffix) {
    private static final String EXPECTED =
            "quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final Pattern SHAPE =
            Pattern.compile("([+-]?)([0-9]*)(?:\\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)");

    /// The digits that fit a 64-bit amount without a thought of overflow.
    private static final int SAFE_DECIMAL_DIGITS = 18;

    static QuantityText split(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new QuantityFormatException(EXPECTED);
        }
        String fraction = matcher.group(3) == null ? "" : matcher.group(3);
        String whole = matcher.group(2).replaceFirst("^0+", "");
        String number =
                matcher.group(1)
                        + (whole.isEmpty() ? "0" : whole)
                        + (fraction.isEmpty() ? "" : "." + fraction);
        return new QuantityText(number, whole.isEmpty() ? "0" : whole, fraction, matcher.group(4));
    }

    /// Whether Kubernetes keeps this text as it stands instead of writing the amount anew.
    boolean isWrittenCanonically(Suffix suffix) {
        String digits = whole + fraction;
        if (suffix.format() == QuantityFormat.BINARY_SI) {
            int precision = 14 - whole.length() - suffix.exponent() * 3 / 10;
            return fraction.isEmpty() && precision >= 0 && (Long.parseLong(whole) & 7) != 0;
        }
        int scale = suffix.exponent() - fraction.length();
        return digits.length() <= SAFE_DECIMAL_DIGITS
                && scale >= -9
                && scale % 3 == 0
                && !digits.endsWith("000")
                && digits.charAt(0) != '0';
    }
}
