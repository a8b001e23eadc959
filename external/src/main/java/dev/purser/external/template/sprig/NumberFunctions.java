package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;

/// Functions of numbers; whatever is given is taken for a number.
final class NumberFunctions {
    private static final GoType ANY = GoType.ANY;
    private static final GoType INT = GoType.INT;
    private static final int OCTAL = 8;
    private static final int DIVISION_PLACES = 16;
    private static final double HALF = 0.5;

    private NumberFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("int", a -> Value.of(Casts.toLong(a.value(0))), ANY);
        table.add("int64", a -> Value.int64(Casts.toLong(a.value(0))), ANY);
        table.add("float64", a -> Value.of(Casts.toDouble(a.value(0))), ANY);
        table.add("atoi", a -> Value.of(Casts.parseWhole(a.text(0), 10).orElse(0L)), GoType.STRING);
        table.add(
                "toDecimal",
                a -> Value.int64(Casts.parseWhole(Casts.toText(a.value(0)), OCTAL).orElse(0L)),
                ANY);
        addWhole(table);
        addReal(table);
        addRanges(table);
    }

    private static void addWhole(FunctionTable table) {
        table.add("add1", a -> Value.int64(Casts.toLong(a.value(0)) + 1), ANY);
        table.addVariadic("add", a -> whole(a, 0, 0, Long::sum), ANY);
        table.addVariadic("mul", a -> first(a, (x, y) -> x * y), ANY, ANY);
        table.addVariadic("max", a -> first(a, Math::max), ANY, ANY);
        table.alias("biggest", "max");
        table.addVariadic("min", a -> first(a, Math::min), ANY, ANY);
        table.add("sub", a -> first(a, (x, y) -> x - y), ANY, ANY);
        table.add("div", a -> divided(a, (x, y) -> x / y), ANY, ANY);
        table.add("mod", a -> divided(a, (x, y) -> x % y), ANY, ANY);
    }

    private static Value whole(Arguments arguments, long start, int from, LongBinaryOperator op) {
        long result = start;
        for (Value value : arguments.from(from)) {
            result = op.applyAsLong(result, Casts.toLong(value));
        }
        return Value.int64(result);
    }

    private static Value first(Arguments arguments, LongBinaryOperator operator) {
        return whole(arguments, Casts.toLong(arguments.value(0)), 1, operator);
    }

    private static Value divided(Arguments arguments, LongBinaryOperator operator)
            throws CallException {
        if (Casts.toLong(arguments.value(1)) == 0) {
            throw new CallException("runtime error: integer divide by zero");
        }
        return first(arguments, operator);
    }

    private static void addReal(FunctionTable table) {
        table.add("floor", a -> Value.of(Math.floor(Casts.toDouble(a.value(0)))), ANY);
        table.add("ceil", a -> Value.of(Math.ceil(Casts.toDouble(a.value(0)))), ANY);
        table.addVariadic("round", NumberFunctions::round, ANY, INT, GoType.FLOAT64);
        table.addVariadic("maxf", a -> extreme(a, Math::max), ANY, ANY);
        table.addVariadic("minf", a -> extreme(a, Math::min), ANY, ANY);
        table.add(
                "add1f", a -> Value.of(decimal(a.value(0)).add(BigDecimal.ONE).doubleValue()), ANY);
        table.addVariadic("addf", a -> decimals(BigDecimal.ZERO, a, 0, BigDecimal::add), ANY);
        table.addVariadic(
                "subf", a -> decimals(decimal(a.value(0)), a, 1, BigDecimal::subtract), ANY, ANY);
        table.addVariadic(
                "mulf", a -> decimals(decimal(a.value(0)), a, 1, BigDecimal::multiply), ANY, ANY);
        table.addVariadic("divf", NumberFunctions::divideDecimals, ANY, ANY);
    }

    private static Value extreme(Arguments arguments, DoubleBinaryOperator operator) {
        double result = Casts.toDouble(arguments.value(0));
        for (Value value : arguments.from(1)) {
            result = operator.applyAsDouble(result, Casts.toDouble(value));
        }
        return Value.of(result);
    }

    private static BigDecimal decimal(Value value) throws CallException {
        double number = Casts.toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new CallException("Cannot create a Decimal from NaN or an infinite number");
        }
        return new BigDecimal(Double.toString(number));
    }

    private static Value decimals(
            BigDecimal start, Arguments arguments, int from, BinaryOperator<BigDecimal> operator)
            throws CallException {
        BigDecimal result = start;
        for (Value value : arguments.from(from)) {
            result = operator.apply(result, decimal(value));
        }
        return Value.of(result.doubleValue());
    }

    private static Value divideDecimals(Arguments arguments) throws CallException {
        BigDecimal result = decimal(arguments.value(0));
        for (Value value : arguments.from(1)) {
            BigDecimal divisor = decimal(value);
            if (divisor.signum() == 0) {
                throw new CallException("decimal division by 0");
            }
            result = result.divide(divisor, DIVISION_PLACES, RoundingMode.HALF_UP);
        }
        return Value.of(result.doubleValue());
    }

    private static Value round(Arguments arguments) {
        double upFrom = arguments.count() > 2 ? arguments.real(2) : HALF;
        double power = Math.pow(10, (double) arguments.whole(1));
        double digits = power * Casts.toDouble(arguments.value(0));
        double fraction = digits - (digits < 0 ? Math.ceil(digits) : Math.floor(digits));
        double rounded = fraction >= upFrom ? Math.ceil(digits) : Math.floor(digits);
        return Value.of(rounded / power);
    }

    private static void addRanges(FunctionTable table) {
        table.add("until", a -> numbers(steps(a, 0, a.whole(0), a.whole(0) < 0 ? -1 : 1)), INT);
        table.add(
                "untilStep",
                a -> numbers(steps(a, a.whole(0), a.whole(1), a.whole(2))),
                INT,
                INT,
                INT);
        table.addVariadic("seq", NumberFunctions::sequence, INT);
    }

    private static List<Long> steps(Arguments arguments, long start, long stop, long step)
            throws CallException {
        boolean down = stop < start;
        if (down ? step >= 0 : step <= 0) {
            return List.of();
        }
        arguments.expect(16 * (Math.abs(stop - start) / Math.abs(step)));
        List<Long> steps = new ArrayList<>();
        for (long i = start; down ? i > stop : i < stop; i += step) {
            steps.add(i);
        }
        return steps;
    }

    private static Value numbers(List<Long> numbers) {
        return new Sequence(GoType.INTS, numbers.stream().<Value>map(Value::of).toList());
    }

    private static Value sequence(Arguments arguments) throws CallException {
        int count = arguments.count();
        if (count == 0 || count > 3) {
            return Value.of("");
        }
        long start = count == 1 ? 1 : arguments.whole(0);
        long end = arguments.whole(count - 1);
        long direction = end < start ? -1 : 1;
        long step = count == 3 ? arguments.whole(1) : direction;
        if (count == 3 && end < start && step > 0) {
            return Value.of("");
        }
        return Value.of(
                steps(arguments, start, end + direction, step).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }
}
