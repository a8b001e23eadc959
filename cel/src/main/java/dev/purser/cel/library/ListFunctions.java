package dev.purser.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.purser.cel.value.Equality;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.Ordering;
import dev.purser.cel.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kubernetes' functions of lists: `isSorted`, `sum`, `min`, `max`, `indexOf` and `lastIndexOf`.
final class ListFunctions {
    private static final TypeParamType ANY = TypeParamType.create("A");

    /// In the order in which the compiler tries them.
    private static final List<NamedType> COMPARABLE =
            List.of(
                    new NamedType("int", SimpleType.INT),
                    new NamedType("uint", SimpleType.UINT),
                    new NamedType("double", SimpleType.DOUBLE),
                    new NamedType("bool", SimpleType.BOOL),
                    new NamedType("duration", SimpleType.DURATION),
                    new NamedType("timestamp", SimpleType.TIMESTAMP),
                    new NamedType("string", SimpleType.STRING),
                    new NamedType("bytes", SimpleType.BYTES));

    private static final Map<String, Value> ZEROS =
            Map.of(
                    "int", new Value.Int(0),
                    "uint", new Value.Uint(0),
                    "double", new Value.Real(0),
                    "duration", new Value.Span(0));

    private record NamedType(String name, CelType type) {}

    private ListFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("isSorted", comparable("is_sorted_bool", ListFunctions::isSorted)),
                Function.of("min", comparable("min", values -> extreme("min", values, -1))),
                Function.of("max", comparable("max", values -> extreme("max", values, 1))),
                Function.of("sum", sums()),
                Function.of("indexOf", search("list_a_index_of_int", ListFunctions::indexOf)),
                Function.of(
                        "lastIndexOf",
                        search("list_a_last_index_of_int", ListFunctions::lastIndexOf)));
    }

    private static Overload[] comparable(String suffix, Body body) {
        boolean isTest = suffix.equals("is_sorted_bool");
        return COMPARABLE.stream()
                .map(each ->
                        Overload.member(
                                isTest
                                        ? "list_%s_%s".formatted(each.name(), suffix)
                                        : "list_%s_%s_%s"
                                                .formatted(each.name(), suffix, each.name()),
                                isTest ? SimpleType.BOOL : each.type(),
                                body,
                                ListType.create(each.type())))
                .toArray(Overload[]::new);
    }

    private static Overload[] sums() {
        return COMPARABLE.stream()
                .filter(each -> ZEROS.containsKey(each.name()))
                .map(each ->
                        Overload.member(
                                "list_%s_sum_%s".formatted(each.name(), each.name()),
                                each.type(),
                                arguments ->
                                        sum(
                                                ZEROS.getOrDefault(each.name(), new Value.Int(0)),
                                                Arguments.list(arguments, 0)),
                                ListType.create(each.type())))
                .toArray(Overload[]::new);
    }

    private static Overload search(String id, Body body) {
        return Overload.member(id, SimpleType.INT, body, ListType.create(ANY), ANY);
    }

    private static Value isSorted(List<Value> arguments) {
        Value before = null;
        for (Value value : Arguments.list(arguments, 0)) {
            if (before != null && Ordering.compare(before, value) > 0) {
                return Value.Bool.FALSE;
            }
            before = value;
        }
        return Value.Bool.TRUE;
    }

    private static Value sum(Value zero, ListValue values) {
        Value total = zero;
        for (Value value : values) {
            total = ArithmeticFunctions.add(total, value);
        }
        return total;
    }

    private static Value extreme(String name, List<Value> arguments, int sign) {
        @Nullable Value found = null;
        for (Value value : Arguments.list(arguments, 0)) {
            if (found == null || Integer.signum(Ordering.compare(value, found)) == sign) {
                found = value;
            }
        }
        if (found == null) {
            throw new EvaluationException(name + " called on empty list");
        }
        return found;
    }

    private static Value indexOf(List<Value> arguments) {
        ListValue list = Arguments.list(arguments, 0);
        for (int i = 0; i < list.size(); i++) {
            if (Equality.equal(list.get(i), arguments.get(1))) {
                return new Value.Int(i);
            }
        }
        return new Value.Int(-1);
    }

    private static Value lastIndexOf(List<Value> arguments) {
        ListValue list = Arguments.list(arguments, 0);
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Equality.equal(list.get(i), arguments.get(1))) {
                return new Value.Int(i);
            }
        }
        return new Value.Int(-1);
    }
}
