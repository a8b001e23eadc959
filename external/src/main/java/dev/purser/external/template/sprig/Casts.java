package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Bool;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Printing;
import dev.purser.external.template.value.Real;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Any value as a number or as text; what is neither is 0.
final class Casts {
    private static final Pattern ZERO_FRACTION = Pattern.compile("\\.0*$");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[-+]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?|(?i:inf|infinity))"
                            + "|(?i:nan)");

    private Casts() {}

    static long toLong(Value value) {
        return switch (value) {
            case Whole whole -> whole.value();
            case Real real -> (long) real.value();
            case Bool bool -> bool.value() ? 1 : 0;
            case Text text when text.type().equals(GoType.STRING) -> parse(text.bytes());
            default -> 0;
        };
    }

    private static long parse(String text) {
        String whole = ZERO_FRACTION.matcher(text).replaceFirst("");
        return parseWhole(whole, 0).orElse(0L);
    }

    /// An integer as Go's `strconv.ParseInt` reads it.
    ///
    /// @param base 0 for that of the text's prefix
    static Optional<Long> parseWhole(String text, int base) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = base == 0 ? 10 : base;
        if (base == 0 && digits.length() > 1 && digits.startsWith("0")) {
            String lower = digits.toLowerCase(Locale.ROOT);
            radix = lower.startsWith("0x") ? 16 : lower.startsWith("0b") ? 2 : 8;
            boolean prefixed = radix != 8 || lower.startsWith("0o");
            digits = lower.substring(prefixed ? 2 : 1).replace("_", "");
        }
        if (digits.isEmpty() || digits.startsWith("-") || digits.startsWith("+")) {
            return Optional.empty();
        }
        try {
            BigInteger number = new BigInteger(digits, radix);
            BigInteger signed = negative ? number.negate() : number;
            return signed.bitLength() < Long.SIZE
                    ? Optional.of(signed.longValue())
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static double toDouble(Value value) {
        return switch (value) {
            case Whole whole -> whole.value();
            case Real real -> real.value();
            case Bool bool -> bool.value() ? 1 : 0;
            case Text text when FLOAT.matcher(text.bytes()).matches() -> real(text.bytes());
            default -> 0;
        };
    }

    private static double real(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("nan")) {
            return Double.NaN;
        }
        if (lower.contains("inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? 0 : number;
    }

    static String toText(Value value) {
        return Printing.show(value);
    }

    /// A list's elements as text without those that are nothing; anything else is one text.
    static List<String> toTexts(Value value) {
        if (value instanceof Nil) {
            return List.of();
        }
        if (!(value instanceof Sequence list)) {
            return List.of(toText(value));
        }
        List<String> texts = new ArrayList<>();
        for (Value element : list.values()) {
            if (!(element instanceof Nil)) {
                texts.add(toText(element));
            }
        }
        return texts;
    }

    /// Whether there is nothing in a value.
    static boolean isEmpty(Value value) {
        return switch (value) {
            case Nil _ -> true;
            case Mapping map -> map.members().isEmpty();
            default -> !value.isTrue();
        };
    }
}
