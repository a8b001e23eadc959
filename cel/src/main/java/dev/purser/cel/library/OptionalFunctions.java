package dev.purser.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.TypeParamType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Optional values, but for `or` and `orValue`, which need not look at their second operand.
final class OptionalFunctions {
    private static final TypeParamType ANY = TypeParamType.create("V");

    private OptionalFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known("optional.of", arguments -> new Value.Maybe(arguments.getFirst())),
                Function.known("optional.none", arguments -> Value.Maybe.NONE),
                Function.known(
                        "optional.ofNonZeroValue",
                        arguments ->
                                isZero(arguments.getFirst())
                                        ? Value.Maybe.NONE
                                        : new Value.Maybe(arguments.getFirst())),
                Function.known(
                        "hasValue",
                        arguments ->
                                Value.Bool.of(
                                        Arguments.of(Value.Maybe.class, arguments, 0).value()
                                                != null)),
                Function.known("value", OptionalFunctions::value),
                Function.known("optional.unwrap", OptionalFunctions::unwrap),
                Function.of(
                        "unwrapOpt",
                        Overload.member(
                                "optional_unwrapOpt",
                                ListType.create(ANY),
                                OptionalFunctions::unwrap,
                                ListType.create(OptionalType.create(ANY)))),
                Function.known("first", arguments -> end(arguments, 0)),
                Function.known(
                        "last",
                        arguments -> end(arguments, Arguments.list(arguments, 0).size() - 1)));
    }

    private static Value value(List<Value> arguments) {
        Value inner = Arguments.of(Value.Maybe.class, arguments, 0).value();
        if (inner == null) {
            throw new EvaluationException("optional.none() dereference");
        }
        return inner;
    }

    private static Value unwrap(List<Value> arguments) {
        List<Value> present = new ArrayList<>();
        for (Value element : Arguments.list(arguments, 0)) {
            if (element instanceof Value.Maybe(Value inner) && inner != null) {
                present.add(inner);
            }
        }
        return new ListValue.Elements(present);
    }

    private static Value end(List<Value> arguments, int index) {
        ListValue list = Arguments.list(arguments, 0);
        return list.size() == 0 ? Value.Maybe.NONE : new Value.Maybe(list.get(index));
    }

    private static boolean isZero(Value value) {
        return switch (value) {
            case Value.Null ignored -> true;
            case Value.Bool(boolean bool) -> !bool;
            case Value.Int(long number) -> number == 0;
            case Value.Uint(long number) -> number == 0;
            case Value.Real(double number) -> number == 0;
            case Value.Text(String text) -> text.isEmpty();
            case Value.Bytes(byte[] bytes) -> bytes.length == 0;
            case Value.Span(long nanoseconds) -> nanoseconds == 0;
            case Value.Maybe(Value inner) -> inner == null;
            case ListValue list -> list.size() == 0;
            case MapValue map -> map.size() == 0;
            default -> false;
        };
    }
}
