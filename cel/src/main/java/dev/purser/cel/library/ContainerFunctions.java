package dev.purser.cel.library;

import dev.purser.cel.value.Equality;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Ordering;
import dev.purser.cel.value.Value;
import java.util.List;
import java.util.function.IntPredicate;

/// Equality, order, `in`, `!`, `type` and `size`.
final class ContainerFunctions {
    private ContainerFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known("_==_", arguments -> Value.Bool.of(equal(arguments))),
                Function.known("_!=_", arguments -> Value.Bool.of(!equal(arguments))),
                ordered("_<_", result -> result < 0),
                ordered("_<=_", result -> result <= 0),
                ordered("_>_", result -> result > 0),
                ordered("_>=_", result -> result >= 0),
                Function.known("!_", arguments -> Value.Bool.of(!Arguments.bool(arguments, 0))),
                Function.known("@in", ContainerFunctions::in),
                Function.known("size", arguments -> new Value.Int(size(arguments.getFirst()))),
                Function.known(
                        "type", arguments -> new Value.Type(arguments.getFirst().typeName())),
                Function.known("dyn", List::getFirst));
    }

    private static boolean equal(List<Value> arguments) {
        return Equality.equal(arguments.get(0), arguments.get(1));
    }

    private static Function ordered(String name, IntPredicate accepted) {
        return Function.known(
                name,
                arguments ->
                        Value.Bool.of(
                                accepted.test(
                                        Ordering.compare(arguments.get(0), arguments.get(1)))));
    }

    private static Value in(List<Value> arguments) {
        Value element = arguments.get(0);
        return switch (arguments.get(1)) {
            case ListValue list -> Value.Bool.of(contains(list, element));
            case MapValue map -> Value.Bool.of(map.find(element) != null);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    static boolean contains(ListValue list, Value element) {
        for (Value each : list) {
            if (Equality.equal(each, element)) {
                return true;
            }
        }
        return false;
    }

    private static long size(Value value) {
        return switch (value) {
            case Value.Text text -> text.size();
            case Value.Bytes(byte[] bytes) -> bytes.length;
            case ListValue list -> list.size();
            case MapValue map -> map.size();
            default -> throw new EvaluationException("no such overload: size");
        };
    }
}
