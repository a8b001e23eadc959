package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Functions of lists.
final class ListFunctions {
    private static final GoType ANY = GoType.ANY;
    private static final int CHUNKS_MAX = 1 << 16;

    private ListFunctions() {}

    static void addTo(FunctionTable table) {
        table.addVariadic("list", a -> Value.list(a.all()), ANY);
        table.alias("tuple", "list");
        table.add("mustPush", ListFunctions::push, ANY, ANY);
        table.add("mustPrepend", ListFunctions::prepend, ANY, ANY);
        table.add("mustFirst", ListFunctions::first, ANY);
        table.add("mustLast", ListFunctions::last, ANY);
        table.add("mustRest", ListFunctions::rest, ANY);
        table.add("mustInitial", ListFunctions::initial, ANY);
        table.add("mustReverse", ListFunctions::reverse, ANY);
        table.add("mustUniq", ListFunctions::unique, ANY);
        table.add("mustCompact", ListFunctions::compact, ANY);
        table.addVariadic("mustWithout", ListFunctions::without, ANY, ANY);
        table.add("mustHas", ListFunctions::has, ANY, ANY);
        table.addVariadic("mustSlice", ListFunctions::slice, ANY, ANY);
        table.add("mustChunk", ListFunctions::chunk, GoType.INT, ANY);
        for (String name :
                List.of(
                        "Push", "Prepend", "First", "Last", "Rest", "Initial", "Reverse", "Uniq",
                        "Compact", "Without", "Has", "Slice", "Chunk")) {
            table.alias(Texts.untitle(name), "must" + name);
        }
        table.alias("append", "mustPush");
        table.alias("mustAppend", "mustPush");
        table.addVariadic("concat", ListFunctions::concat, ANY);
        table.add("sortAlpha", ListFunctions::sort, ANY);
    }

    private static Value push(Arguments arguments) throws CallException {
        List<Value> pushed = new ArrayList<>(arguments.list(0, "Cannot push on type"));
        pushed.add(arguments.value(1));
        return Value.list(pushed);
    }

    private static Value prepend(Arguments arguments) throws CallException {
        List<Value> list = new ArrayList<>();
        list.add(arguments.value(1));
        list.addAll(arguments.list(0, "Cannot prepend on type"));
        return Value.list(list);
    }

    private static Value first(Arguments arguments) throws CallException {
        List<Value> list = arguments.list(0, "Cannot find first on type");
        return list.isEmpty() ? Nil.EMPTY_INTERFACE : list.getFirst();
    }

    private static Value last(Arguments arguments) throws CallException {
        List<Value> list = arguments.list(0, "Cannot find last on type");
        return list.isEmpty() ? Nil.EMPTY_INTERFACE : list.getLast();
    }

    private static Value rest(Arguments arguments) throws CallException {
        List<Value> list = arguments.list(0, "Cannot find rest on type");
        return list.isEmpty()
                ? Sequence.nil(GoType.LIST)
                : Value.list(list.subList(1, list.size()));
    }

    private static Value initial(Arguments arguments) throws CallException {
        List<Value> list = arguments.list(0, "Cannot find initial on type");
        return list.isEmpty()
                ? Sequence.nil(GoType.LIST)
                : Value.list(list.subList(0, list.size() - 1));
    }

    private static Value reverse(Arguments arguments) throws CallException {
        return Value.list(arguments.list(0, "Cannot find reverse on type").reversed());
    }

    private static Value unique(Arguments arguments) throws CallException {
        List<Value> unique = new ArrayList<>();
        for (Value value : arguments.list(0, "Cannot find uniq on type")) {
            arguments.charge(1 + unique.size() / 16);
            if (!isIn(unique, value)) {
                unique.add(value);
            }
        }
        return Value.list(unique);
    }

    private static boolean isIn(List<Value> list, Value wanted) {
        return list.stream().anyMatch(value -> DeepEquality.areEqual(wanted, value));
    }

    private static Value compact(Arguments arguments) throws CallException {
        return Value.list(
                arguments.list(0, "Cannot compact on type").stream()
                        .filter(value -> !Casts.isEmpty(value))
                        .toList());
    }

    private static Value without(Arguments arguments) throws CallException {
        List<Value> unwanted = arguments.from(1);
        return Value.list(
                arguments.list(0, "Cannot find without on type").stream()
                        .filter(value -> !isIn(unwanted, value))
                        .toList());
    }

    private static Value has(Arguments arguments) throws CallException {
        if (arguments.value(1) instanceof Nil) {
            return Value.of(false);
        }
        return Value.of(isIn(arguments.list(1, "Cannot find has on type"), arguments.value(0)));
    }

    private static Value slice(Arguments arguments) throws CallException {
        List<Value> list = arguments.list(0, "list should be type of slice or array but");
        if (list.isEmpty()) {
            return Nil.EMPTY_INTERFACE;
        }
        long start = arguments.count() > 1 ? Casts.toLong(arguments.value(1)) : 0;
        long end = arguments.count() > 2 ? Casts.toLong(arguments.value(2)) : list.size();
        if (start < 0 || start > end || end > list.size()) {
            throw new CallException("reflect.Value.Slice: slice index out of bounds");
        }
        return new Sequence(arguments.value(0).type(), list.subList((int) start, (int) end));
    }

    private static Value chunk(Arguments arguments) throws CallException {
        long size = arguments.whole(0);
        List<Value> list = arguments.list(1, "Cannot chunk type");
        if (size <= 0 || list.size() / size > CHUNKS_MAX) {
            throw new CallException("runtime error: makeslice: len out of range");
        }
        List<Value> chunks = new ArrayList<>();
        for (long place = 0; place < list.size(); place += size) {
            long end = Math.min(place + size, list.size());
            chunks.add(Value.list(list.subList((int) place, (int) end)));
        }
        return new Sequence(GoType.LISTS, chunks);
    }

    private static Value concat(Arguments arguments) throws CallException {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            if (arguments.value(i) instanceof Sequence list) {
                arguments.expect(list.values().size());
                all.addAll(list.values());
            } else {
                throw new CallException(
                        "Cannot concat type " + arguments.value(i).kind().goName() + " as list");
            }
        }
        return all.isEmpty() ? Sequence.nil(GoType.LIST) : Value.list(all);
    }

    private static Value sort(Arguments arguments) {
        List<String> texts = new ArrayList<>(Casts.toTexts(arguments.value(0)));
        Collections.sort(texts);
        return Value.strings(texts);
    }
}
