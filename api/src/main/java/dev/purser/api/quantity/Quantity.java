package dev.purser.api.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// An exact amount of a resource. Immutable and thread-safe.
///
/// Amounts finer than a billionth are rounded up, and binary amounts stop at 2^63-1, as in
/// Kubernetes (`resource.Quantity`). Two quantities are equal when their amounts are, whatever
/// their format.
public final class Quantity implements Comparable<Quantity> {
    /// Nothing.
    public static final Quantity ZERO =
            new Quantity(BigDecimal.ZERO, QuantityFormat.DECIMAL_SI, "0");

    private static final BigDecimal LARGEST_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final int NANO_DIGITS = 9;

    private final BigDecimal amount;
    private final QuantityFormat format;
    private final @Nullable String writtenAs;

    private Quantity(BigDecimal amount, QuantityFormat format, @Nullable String writtenAs) {
        this.amount = amount;
        this.format = format;
        this.writtenAs = writtenAs;
    }

    /// Reads a quantity; surrounding space is allowed.
    ///
    /// @throws QuantityFormatException with Kubernetes' text when it is none
    public static Quantity parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return ZERO;
        }
        QuantityText parts = QuantityText.split(trimmed);
        Suffix suffix = Suffix.parse(parts.suffix());
        BigDecimal amount = suffix.multiply(new BigDecimal(parts.number()));
        QuantityFormat format = suffix.format();
        String kept = parts.isWrittenCanonically(suffix) ? trimmed : null;
        return new Quantity(limit(amount, format), formatFor(amount, format), kept);
    }

    /// A whole number of units.
    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount), QuantityFormat.DECIMAL_SI, null);
    }

    /// A number of bytes, written with `Ki`, `Mi` and so on where it is a whole number of them.
    public static Quantity ofBytes(long bytes) {
        return new Quantity(
                BigDecimal.valueOf(bytes),
                Math.abs(bytes) < 1024 ? QuantityFormat.DECIMAL_SI : QuantityFormat.BINARY_SI,
                null);
    }

    /// A number of thousandths, the unit of CPU time.
    public static Quantity ofMillis(long thousandths) {
        return new Quantity(BigDecimal.valueOf(thousandths, 3), QuantityFormat.DECIMAL_SI, null);
    }

    private static BigDecimal limit(BigDecimal amount, QuantityFormat format) {
        BigDecimal rounded =
                amount.scale() > NANO_DIGITS
                        ? amount.setScale(NANO_DIGITS, RoundingMode.UP)
                        : amount;
        return format == QuantityFormat.BINARY_SI && rounded.abs().compareTo(LARGEST_BINARY) > 0
                ? LARGEST_BINARY.multiply(BigDecimal.valueOf(rounded.signum()))
                : rounded;
    }

    private static QuantityFormat formatFor(BigDecimal amount, QuantityFormat format) {
        boolean fraction = amount.signum() != 0 && amount.abs().compareTo(BigDecimal.ONE) < 0;
        return format == QuantityFormat.BINARY_SI && fraction ? QuantityFormat.DECIMAL_SI : format;
    }

    /// The suffixes this quantity is written with.
    public QuantityFormat format() {
        return format;
    }

    /// The exact amount.
    public BigDecimal amount() {
        return amount;
    }

    /// Whole units, rounded up; the nearest `long` where it does not fit.
    public long value() {
        return toLong(amount.setScale(0, RoundingMode.UP));
    }

    /// Thousandths, rounded up; the nearest `long` where it does not fit.
    public long millis() {
        return toLong(amount.movePointRight(3).setScale(0, RoundingMode.UP));
    }

    private static long toLong(BigDecimal whole) {
        if (whole.toBigInteger().bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /// -1, 0 or 1 as the amount is below, at or above zero.
    public int signum() {
        return amount.signum();
    }

    /// The sum, in this quantity's format unless this is zero.
    public Quantity add(Quantity other) {
        return new Quantity(amount.add(other.amount), formatWith(other), null);
    }

    /// The difference, in this quantity's format unless this is zero.
    public Quantity subtract(Quantity other) {
        return new Quantity(amount.subtract(other.amount), formatWith(other), null);
    }

    private QuantityFormat formatWith(Quantity other) {
        return isZero() ? other.format : format;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity that && amount.compareTo(that.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    /// The canonical text: no fraction, the largest suffix that needs none.
    @Override
    public String toString() {
        if (writtenAs != null) {
            return writtenAs;
        }
        if (isZero()) {
            return "0";
        }
        return isBinary() ? binaryText() : decimalText();
    }

    private boolean isBinary() {
        return format == QuantityFormat.BINARY_SI
                && amount.abs().compareTo(new BigDecimal(KIBI)) >= 0
                && amount.stripTrailingZeros().scale() <= 0;
    }

    private String binaryText() {
        BigInteger number = amount.toBigInteger();
        int exponent = 0;
        while (number.remainder(KIBI).signum() == 0) {
            number = number.divide(KIBI);
            exponent += 10;
        }
        return number + Suffix.text(QuantityFormat.BINARY_SI, exponent);
    }

    private String decimalText() {
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        BigInteger number = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        QuantityFormat written =
                format == QuantityFormat.BINARY_SI ? QuantityFormat.DECIMAL_SI : format;
        return number + Suffix.text(written, exponent);
    }
}
