package dev.purser.cel.library;

import dev.purser.cel.value.DurationText;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.TimeText;
import dev.purser.cel.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// `int(x)`, `string(x)` and the like.
final class ConversionFunctions {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern REAL =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final double TWO_TO_63 = 0x1p63;
    private static final double TWO_TO_64 = 0x1p64;
    private static final String OVERFLOW = "integer overflow";
    private static final String UNSIGNED_OVERFLOW = "unsigned integer overflow";

    private ConversionFunctions() {}

    static List<Function> all() {
        return List.of(
                conversion("bool", ConversionFunctions::toBool),
                conversion("bytes", ConversionFunctions::toBytes),
                conversion("double", ConversionFunctions::toDouble),
                conversion("duration", ConversionFunctions::toDuration),
                conversion("int", ConversionFunctions::toInt),
                conversion("string", ConversionFunctions::toText),
                conversion("timestamp", ConversionFunctions::toTimestamp),
                conversion("uint", ConversionFunctions::toUint));
    }

    private static Function conversion(String name, UnaryOperator<Value> convert) {
        return Function.known(name, arguments -> convert.apply(arguments.getFirst()));
    }

    private static EvaluationException noOverload(String name, Value value) {
        return new EvaluationException(
                "no such overload: %s(%s)".formatted(name, value.typeName()));
    }

    private static Value toBool(Value value) {
        return switch (value) {
            case Value.Bool ignored -> value;
            case Value.Text(String text) when TRUE.contains(text) -> Value.Bool.TRUE;
            case Value.Text(String text) when FALSE.contains(text) -> Value.Bool.FALSE;
            case Value.Text ignored -> throw EvaluationException.noConversion(value, "bool");
            default -> throw noOverload("bool", value);
        };
    }

    private static Value toBytes(Value value) {
        return switch (value) {
            case Value.Bytes ignored -> value;
            case Value.Text(String text) -> new Value.Bytes(text.getBytes(StandardCharsets.UTF_8));
            default -> throw noOverload("bytes", value);
        };
    }

    private static Value toDouble(Value value) {
        return switch (value) {
            case Value.Real ignored -> value;
            case Value.Int(long number) -> new Value.Real(number);
            case Value.Uint(long number) ->
                    new Value.Real(new BigDecimal(Long.toUnsignedString(number)).doubleValue());
            case Value.Text(String text) -> new Value.Real(parseDouble(value, text));
            default -> throw noOverload("double", value);
        };
    }

    private static double parseDouble(Value value, String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String unsigned =
                lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (lower.equals("nan")) {
            return Double.NaN;
        }
        double number = REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw EvaluationException.noConversion(value, "double");
        }
        return number;
    }

    private static Value toDuration(Value value) {
        return switch (value) {
            case Value.Span ignored -> value;
            case Value.Text(String text) ->
                    DurationText.parse(text)
                            .<Value>map(Value.Span::new)
                            .orElseThrow(() ->
                                    EvaluationException.noConversion(
                                            value, "google.protobuf.Duration"));
            default -> throw noOverload("duration", value);
        };
    }

    private static Value toInt(Value value) {
        return switch (value) {
            case Value.Int ignored -> value;
            case Value.Uint(long number) when number >= 0 -> new Value.Int(number);
            case Value.Uint ignored -> throw new EvaluationException(OVERFLOW);
            case Value.Real(double number) when Math.abs(number) < TWO_TO_63 ->
                    new Value.Int((long) number);
            case Value.Real ignored -> throw new EvaluationException(OVERFLOW);
            case Value.Span(long nanoseconds) -> new Value.Int(nanoseconds);
            case Value.Time(Instant time) -> new Value.Int(time.getEpochSecond());
            case Value.Text(String text) -> new Value.Int(parseInt(value, text));
            default -> throw noOverload("int", value);
        };
    }

    private static long parseInt(Value value, String text) {
        if (INTEGER.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() < Long.SIZE) {
                return number.longValue();
            }
        }
        throw EvaluationException.noConversion(value, "int");
    }

    private static Value toUint(Value value) {
        return switch (value) {
            case Value.Uint ignored -> value;
            case Value.Int(long number) when number >= 0 -> new Value.Uint(number);
            case Value.Int ignored -> throw new EvaluationException(UNSIGNED_OVERFLOW);
            case Value.Real(double number) when number >= 0 && number < TWO_TO_64 ->
                    new Value.Uint(new BigDecimal(number).toBigInteger().longValue());
            case Value.Real ignored -> throw new EvaluationException(UNSIGNED_OVERFLOW);
            case Value.Text(String text) -> new Value.Uint(parseUint(value, text));
            default -> throw noOverload("uint", value);
        };
    }

    private static long parseUint(Value value, String text) {
        if (INTEGER.matcher(text).matches() && Character.isDigit(text.charAt(0))) {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() <= Long.SIZE) {
                return number.longValue();
            }
        }
        throw EvaluationException.noConversion(value, "uint");
    }

    private static Value toTimestamp(Value value) {
        return switch (value) {
            case Value.Time ignored -> value;
            case Value.Int(long seconds) -> fromSeconds(seconds);
            case Value.Text(String text) ->
                    TimeText.parse(text)
                            .map(ArithmeticFunctions::inRange)
                            .orElseThrow(() ->
                                    EvaluationException.noConversion(
                                            value, "google.protobuf.Timestamp"));
            default -> throw noOverload("timestamp", value);
        };
    }

    private static Value fromSeconds(long seconds) {
        try {
            return ArithmeticFunctions.inRange(Instant.ofEpochSecond(seconds));
        } catch (java.time.DateTimeException e) {
            throw new EvaluationException("timestamp overflow");
        }
    }

    /// The text of a value of a standard type.
    static Value toText(Value value) {
        return switch (value) {
            case Value.Text ignored -> value;
            case Value.Bool(boolean bool) -> new Value.Text(Boolean.toString(bool));
            case Value.Int(long number) -> new Value.Text(Long.toString(number));
            case Value.Uint(long number) -> new Value.Text(Long.toUnsignedString(number));
            case Value.Real(double number) -> new Value.Text(NumberText.shortest(number));
            case Value.Span(long nanoseconds) -> new Value.Text(DurationText.seconds(nanoseconds));
            case Value.Time(Instant time) -> new Value.Text(TimeText.format(time));
            case Value.Bytes(byte[] bytes) -> new Value.Text(decode(bytes));
            default -> throw noOverload("string", value);
        };
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new EvaluationException("invalid UTF-8 in bytes, cannot convert to string");
        }
    }
}
