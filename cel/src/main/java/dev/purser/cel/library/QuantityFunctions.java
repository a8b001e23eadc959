package dev.purser.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiFunction;

/// Amounts of resources, `1.5Gi`.
final class QuantityFunctions {
    private QuantityFunctions() {}

    /// @param isDecimal whether Kubernetes keeps the amount in a form that it never makes integers
    ///   of
    record QuantityValue(Quantity quantity, boolean isDecimal) implements OpaqueValue {
        static QuantityValue parse(String text) {
            boolean binaryFraction = text.endsWith("i") && text.contains(".");
            return new QuantityValue(QuantityFunctions.parse(text), binaryFraction);
        }

        @Override
        public boolean equalTo(OpaqueValue other) {
            return other instanceof QuantityValue(Quantity theirs, boolean ignored)
                    && quantity.equals(theirs);
        }

        @Override
        public String typeName() {
            return KubeTypes.QUANTITY.name();
        }
    }

    static List<Function> all() {
        return List.of(
                Function.of(
                        "quantity",
                        Overload.global(
                                "string_to_quantity",
                                KubeTypes.QUANTITY,
                                arguments -> QuantityValue.parse(Arguments.text(arguments, 0)),
                                SimpleType.STRING)),
                Function.of(
                        "isQuantity",
                        Overload.global(
                                "is_quantity_string",
                                SimpleType.BOOL,
                                QuantityFunctions::isQuantity,
                                SimpleType.STRING)),
                Function.of(
                        "sign",
                        Overload.global(
                                "quantity_sign",
                                SimpleType.INT,
                                arguments -> new Value.Int(quantity(arguments, 0).signum()),
                                KubeTypes.QUANTITY)),
                comparison(
                        "isGreaterThan",
                        "quantity_is_greater_than",
                        SimpleType.BOOL,
                        (a, b) -> Value.Bool.of(a.compareTo(b) > 0)),
                comparison(
                        "isLessThan",
                        "quantity_is_less_than",
                        SimpleType.BOOL,
                        (a, b) -> Value.Bool.of(a.compareTo(b) < 0)),
                comparison(
                        "compareTo",
                        "quantity_compare_to",
                        SimpleType.INT,
                        (a, b) -> new Value.Int(a.compareTo(b))),
                accessor(
                        "asApproximateFloat",
                        "quantity_get_float",
                        SimpleType.DOUBLE,
                        value -> new Value.Real(value.quantity().amount().doubleValue())),
                accessor(
                        "asInteger",
                        "quantity_get_int",
                        SimpleType.INT,
                        value -> new Value.Int(integer(value))),
                accessor(
                        "isInteger",
                        "quantity_is_integer",
                        SimpleType.BOOL,
                        value -> Value.Bool.of(isInteger(value))),
                sum("add", "quantity_add", Quantity::add),
                sum("sub", "quantity_sub", Quantity::subtract));
    }

    private static Function accessor(
            String name,
            String id,
            CelType result,
            java.util.function.Function<QuantityValue, Value> read) {
        return Function.of(
                name,
                Overload.member(
                        id,
                        result,
                        arguments -> read.apply(Arguments.of(QuantityValue.class, arguments, 0)),
                        KubeTypes.QUANTITY));
    }

    private static Function comparison(
            String name, String id, CelType result, BiFunction<Quantity, Quantity, Value> compare) {
        return Function.of(
                name,
                Overload.member(
                        id,
                        result,
                        arguments -> compare.apply(quantity(arguments, 0), quantity(arguments, 1)),
                        KubeTypes.QUANTITY,
                        KubeTypes.QUANTITY));
    }

    private static Function sum(
            String name, String id, BiFunction<Quantity, Quantity, Quantity> operation) {
        return Function.of(
                name,
                Overload.member(
                        id,
                        KubeTypes.QUANTITY,
                        arguments ->
                                new QuantityValue(
                                        operation.apply(
                                                quantity(arguments, 0), quantity(arguments, 1)),
                                        isDecimal(arguments, 0) || isDecimal(arguments, 1)),
                        KubeTypes.QUANTITY,
                        KubeTypes.QUANTITY),
                Overload.member(
                        id + "_int",
                        KubeTypes.QUANTITY,
                        arguments ->
                                new QuantityValue(
                                        operation.apply(
                                                quantity(arguments, 0),
                                                Quantity.of(Arguments.integer(arguments, 1))),
                                        isDecimal(arguments, 0)),
                        KubeTypes.QUANTITY,
                        SimpleType.INT));
    }

    private static boolean isDecimal(List<Value> arguments, int index) {
        return Arguments.of(QuantityValue.class, arguments, index).isDecimal();
    }

    private static Quantity quantity(List<Value> arguments, int index) {
        return Arguments.of(QuantityValue.class, arguments, index).quantity();
    }

    private static Quantity parse(String text) {
        try {
            return Quantity.parse(text);
        } catch (QuantityFormatException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    private static Value isQuantity(List<Value> arguments) {
        try {
            Quantity.parse(Arguments.text(arguments, 0));
            return Value.Bool.TRUE;
        } catch (QuantityFormatException e) {
            return Value.Bool.FALSE;
        }
    }

    private static boolean isInteger(QuantityValue value) {
        BigDecimal amount = value.quantity().amount();
        return !value.isDecimal()
                && amount.stripTrailingZeros().scale() <= 0
                && amount.toBigInteger().bitLength() < Long.SIZE;
    }

    private static long integer(QuantityValue value) {
        if (!isInteger(value)) {
            throw new EvaluationException("cannot convert value to integer");
        }
        return value.quantity().value();
    }
}
