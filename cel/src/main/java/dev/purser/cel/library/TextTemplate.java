package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Fills `%s`, `%d`, `%f`, `%e`, `%b`, `%x`, `%X` and `%o` of a text.
final class TextTemplate {
    private static final int DEFAULT_PRECISION = 6;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private TextTemplate() {}

    /// @throws EvaluationException if a value is missing or cannot be written so
    static String fill(String template, ListValue values) {
        StringBuilder result = new StringBuilder();
        TemplateReader.read(
                template,
                new TemplateReader.Parts() {
                    @Override
                    public void literal(int codePoint) {
                        result.appendCodePoint(codePoint);
                    }

                    @Override
                    public void announce(int index) {
                        requireBelow(values.size(), index);
                    }

                    @Override
                    public void clause(int index, char verb, int precision) {
                        result.append(text(values.get(index), verb, precision));
                    }
                });
        return result.toString();
    }

    /// @throws EvaluationException if there are fewer values
    static void requireBelow(int count, int index) {
        if (index >= count) {
            throw new EvaluationException("index %d out of range".formatted(index));
        }
    }

    private static String text(Value value, char verb, int precision) {
        return switch (verb) {
            case 's' -> text(value);
            case 'd' -> decimal(value);
            case 'f' -> fixed(value, precision);
            case 'e' -> padded(scientific(value), precision);
            case 'b' -> binary(value);
            case 'x' -> hex(value);
            case 'X' -> hex(value).toUpperCase(Locale.ROOT);
            default -> octal(value);
        };
    }

    private static EvaluationException refusal(String clause, Value value) {
        String name = value.typeName();
        return new EvaluationException(
                "error during formatting: %s, was given %s".formatted(clause, name));
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Null ignored -> "null";
            case ListValue list -> list(list);
            case MapValue map -> map(map);
            case Value.Type(String name) -> name;
            case Value.Maybe ignored -> throw textRefusal(value);
            case dev.purser.cel.value.OpaqueValue ignored -> throw textRefusal(value);
            default ->
                    ConversionFunctions.toText(value) instanceof Value.Text(String text)
                            ? text
                            : "";
        };
    }

    private static EvaluationException textRefusal(Value value) {
        return refusal(
                "string clause can only be used on strings, bools, bytes, ints, doubles, maps,"
                        + " lists, types, durations, and timestamps",
                value);
    }

    private static String list(ListValue list) {
        StringBuilder text = new StringBuilder("[");
        for (Value element : list) {
            text.append(text.length() > 1 ? ", " : "").append(inner(element));
        }
        return text.append(']').toString();
    }

    private static String map(MapValue map) {
        TreeMap<String, String> members = new TreeMap<>();
        for (Value key : map.keys()) {
            Value value = map.find(key);
            if (value != null) {
                members.put(inner(key), inner(value));
            }
        }
        StringBuilder text = new StringBuilder("{");
        members.forEach((key, value) ->
                text.append(text.length() > 1 ? ", " : "").append(key).append(':').append(value));
        return text.append('}').toString();
    }

    /// A part of a list or map, as an expression would write it.
    private static String inner(Value value) {
        return switch (value) {
            case Value.Text(String text) -> GoText.quote(text);
            case Value.Bytes ignored -> "b" + GoText.quote(text(value));
            case Value.Real(double number) -> real(number);
            case Value.Time ignored -> "timestamp(\"%s\")".formatted(text(value));
            case Value.Span ignored -> "duration(\"%s\")".formatted(text(value));
            case Value.Type(String name) -> "type(%s)".formatted(name);
            default -> text(value);
        };
    }

    private static String real(double number) {
        return Double.isNaN(number) || Double.isInfinite(number)
                ? GoText.quote(NumberText.shortest(number))
                : new BigDecimal(number)
                        .setScale(DEFAULT_PRECISION, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    private static String decimal(Value value) {
        return switch (value) {
            case Value.Int(long number) -> Long.toString(number);
            case Value.Uint(long number) -> Long.toUnsignedString(number);
            default -> throw refusal("decimal clause can only be used on integers", value);
        };
    }

    private static String fixed(Value value, int precision) {
        return special(
                real(value, "fixed-point clause can only be used on doubles"),
                "%,." + precision + "f",
                digits -> digits.setScale(precision, RoundingMode.HALF_EVEN));
    }

    /// cel-go takes what should be the precision here for the width.
    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String scientific(Value value) {
        String text =
                special(
                        real(value, "scientific clause can only be used on doubles"),
                        "%." + DEFAULT_PRECISION + "e",
                        digits ->
                                digits.round(
                                        new MathContext(
                                                DEFAULT_PRECISION + 1, RoundingMode.HALF_EVEN)));
        int exponent = text.indexOf('e');
        return exponent < 0
                ? text
                : text.substring(0, exponent) + "×10" + raised(text.substring(exponent + 1));
    }

    /// A number, or the text of one of the numbers that have no digits.
    private static double real(Value value, String clause) {
        return switch (value) {
            case Value.Real(double number) -> number;
            case Value.Text(String text) when text.equals("NaN") -> Double.NaN;
            case Value.Text(String text) when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
            case Value.Text(String text) when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
            default -> throw refusal(clause, value);
        };
    }

    /// A number in superscript; a plus is left out.
    private static String raised(String number) {
        StringBuilder raised = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c != '+') {
                raised.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
            }
        }
        return raised.toString();
    }

    /// @param rounding what Java's formatter would round by the shortest digits, not the exact ones
    private static String special(
            double number, String format, UnaryOperator<BigDecimal> rounding) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        boolean negative = number < 0;
        String digits =
                Double.isInfinite(number)
                        ? "∞"
                        : String.format(
                                Locale.US,
                                format,
                                rounding.apply(new BigDecimal(Math.abs(number))));
        return negative ? "-" + digits : digits;
    }

    private static String binary(Value value) {
        return switch (value) {
            case Value.Int(long number) -> signed(number, 2);
            case Value.Uint(long number) -> Long.toUnsignedString(number, 2);
            case Value.Bool(boolean bool) -> bool ? "1" : "0";
            default -> throw refusal("only integers and bools can be formatted as binary", value);
        };
    }

    private static String octal(Value value) {
        return switch (value) {
            case Value.Int(long number) -> signed(number, 8);
            case Value.Uint(long number) -> Long.toUnsignedString(number, 8);
            default -> throw refusal("octal clause can only be used on integers", value);
        };
    }

    private static String hex(Value value) {
        return switch (value) {
            case Value.Text(String text) ->
                    HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case Value.Bytes(byte[] bytes) -> HexFormat.of().formatHex(bytes);
            case Value.Int(long number) -> signed(number, 16);
            case Value.Uint(long number) -> Long.toUnsignedString(number, 16);
            default ->
                    throw refusal(
                            "only integers, byte buffers, and strings can be formatted as hex",
                            value);
        };
    }

    private static String signed(long number, int radix) {
        return Long.toString(number, radix);
    }
}
