package dev.purser.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.GrowingMap;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Ordering;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The extensions for lists (version 3), sets and comprehensions with two variables.
final class CollectionFunctions {
    /// More elements than any budget would let an expression visit.
    private static final long RANGE_MAX = 1_000_000;

    private static final TypeParamType ELEMENT = TypeParamType.create("T");
    private static final TypeParamType KEY = TypeParamType.create("U");

    private CollectionFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.known("slice", CollectionFunctions::slice),
                Function.known("flatten", CollectionFunctions::flatten),
                Function.known("lists.range", CollectionFunctions::range),
                Function.known("distinct", CollectionFunctions::distinct),
                Function.known(
                        "reverse",
                        arguments ->
                                new ListValue.Elements(
                                        elements(Arguments.list(arguments, 0)).reversed())),
                Function.known("sort", arguments -> sort(Arguments.list(arguments, 0))),
                Function.of(
                        "@sortByAssociatedKeys",
                        Overload.member(
                                "list_sortByAssociatedKeys",
                                ListType.create(ELEMENT),
                                CollectionFunctions::sortByKeys,
                                ListType.create(ELEMENT),
                                ListType.create(KEY))),
                Function.known(
                        "sets.contains",
                        arguments ->
                                Value.Bool.of(
                                        containsAll(
                                                Arguments.list(arguments, 0),
                                                Arguments.list(arguments, 1)))),
                Function.known(
                        "sets.equivalent",
                        arguments ->
                                Value.Bool.of(
                                        containsAll(
                                                        Arguments.list(arguments, 0),
                                                        Arguments.list(arguments, 1))
                                                && containsAll(
                                                        Arguments.list(arguments, 1),
                                                        Arguments.list(arguments, 0)))),
                Function.known("sets.intersects", CollectionFunctions::intersects),
                Function.known("cel.@mapInsert", CollectionFunctions::insert));
    }

    private static List<Value> elements(ListValue list) {
        List<Value> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return elements;
    }

    private static Value slice(List<Value> arguments) {
        ListValue list = Arguments.list(arguments, 0);
        long start = Arguments.integer(arguments, 1);
        long end = Arguments.integer(arguments, 2);
        String problem =
                start < 0 || end < 0
                        ? "negative indexes not supported"
                        : start > end
                                ? "start index must be less than or equal to end index"
                                : list.size() < end ? "list is length " + list.size() : "";
        if (!problem.isEmpty()) {
            throw new EvaluationException(
                    "cannot slice(%d, %d), %s".formatted(start, end, problem));
        }
        return new ListValue.Elements(elements(list).subList((int) start, (int) end));
    }

    private static Value flatten(List<Value> arguments) {
        long depth = arguments.size() > 1 ? Arguments.integer(arguments, 1) : 1;
        if (depth < 0) {
            throw new EvaluationException("level must be non-negative");
        }
        List<Value> flat = new ArrayList<>();
        flatten(Arguments.list(arguments, 0), depth, flat);
        return new ListValue.Elements(flat);
    }

    private static void flatten(ListValue list, long depth, List<Value> flat) {
        for (Value value : list) {
            if (value instanceof ListValue inner && depth > 0) {
                flatten(inner, depth - 1, flat);
            } else {
                flat.add(value);
            }
        }
    }

    private static Value range(List<Value> arguments) {
        long size = Arguments.integer(arguments, 0);
        if (size < 0) {
            throw new EvaluationException("lists.range: size must be non-negative, got " + size);
        }
        if (size > RANGE_MAX) {
            throw new EvaluationException(
                    "lists.range: size %d exceeds maximum allowed (%d)".formatted(size, RANGE_MAX));
        }
        List<Value> numbers = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            numbers.add(new Value.Int(i));
        }
        return new ListValue.Elements(numbers);
    }

    private static Value distinct(List<Value> arguments) {
        List<Value> result = new ArrayList<>();
        ListValue seen = new ListValue.Elements(result);
        for (Value value : Arguments.list(arguments, 0)) {
            if (!ContainerFunctions.contains(seen, value)) {
                result.add(value);
            }
        }
        return seen;
    }

    private static Value sort(ListValue list) {
        List<Value> values = elements(list);
        requireOneType(values);
        values.sort(Ordering::compare);
        return new ListValue.Elements(values);
    }

    private static void requireOneType(List<Value> keys) {
        if (keys.isEmpty()) {
            return;
        }
        String type = keys.getFirst().typeName();
        if (type.equals("list") || type.equals("map") || type.equals("null_type")) {
            throw new EvaluationException("list elements must be comparable");
        }
        if (!keys.stream().allMatch(key -> key.typeName().equals(type))) {
            throw new EvaluationException("list elements must have the same type");
        }
    }

    private static Value sortByKeys(List<Value> arguments) {
        ListValue values = Arguments.list(arguments, 0);
        ListValue keys = Arguments.list(arguments, 1);
        requireOneType(elements(keys));
        List<Value> sorted =
                IntStream.range(0, Math.min(values.size(), keys.size()))
                        .boxed()
                        .sorted(Comparator.comparing(keys::get, Ordering::compare))
                        .map(values::get)
                        .toList();
        return new ListValue.Elements(sorted);
    }

    private static boolean containsAll(ListValue list, ListValue wanted) {
        for (Value value : wanted) {
            if (!ContainerFunctions.contains(list, value)) {
                return false;
            }
        }
        return true;
    }

    private static Value intersects(List<Value> arguments) {
        ListValue list = Arguments.list(arguments, 0);
        for (Value value : Arguments.list(arguments, 1)) {
            if (ContainerFunctions.contains(list, value)) {
                return Value.Bool.TRUE;
            }
        }
        return Value.Bool.FALSE;
    }

    /// A map with a member more, or with those of another map.
    private static Value insert(List<Value> arguments) {
        GrowingMap map = GrowingMap.of(Arguments.of(MapValue.class, arguments, 0));
        if (arguments.size() == 3) {
            return map.with(arguments.get(1), arguments.get(2));
        }
        MapValue more = Arguments.of(MapValue.class, arguments, 1);
        for (Value key : more.keys()) {
            Value value = more.find(key);
            if (value != null) {
                map = map.with(key, value);
            }
        }
        return map;
    }
}
