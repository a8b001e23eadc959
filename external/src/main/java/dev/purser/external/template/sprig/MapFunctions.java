package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of maps. Keys and values come in the order of the keys.
final class MapFunctions {
    private static final GoType MAP = GoType.MAP;
    private static final GoType STRING = GoType.STRING;
    private static final GoType ANY = GoType.ANY;

    private MapFunctions() {}

    static void addTo(FunctionTable table) {
        table.addVariadic("dict", MapFunctions::dict, ANY);
        table.add("get", MapFunctions::get, MAP, STRING);
        table.add("set", MapFunctions::set, MAP, STRING, ANY);
        table.add("unset", MapFunctions::unset, MAP, STRING);
        table.add(
                "hasKey",
                a -> Value.of(a.mapping(0).members().containsKey(a.text(1))),
                MAP,
                STRING);
        table.addVariadic("pluck", MapFunctions::pluck, STRING, MAP);
        table.addVariadic("keys", MapFunctions::keys, MAP);
        table.addVariadic("pick", MapFunctions::pick, MAP, STRING);
        table.addVariadic("omit", MapFunctions::omit, MAP, STRING);
        table.add("values", a -> Value.list(new ArrayList<>(a.mapping(0).members().values())), MAP);
        table.addVariadic("merge", a -> merge(a, false), MAP, MAP);
        table.alias("mustMerge", "merge");
        table.addVariadic("mergeOverwrite", a -> merge(a, true), MAP, MAP);
        table.alias("mustMergeOverwrite", "mergeOverwrite");
        table.add("mustDeepCopy", a -> copy(a.value(0)), ANY);
        table.alias("deepCopy", "mustDeepCopy");
        table.addVariadic("dig", MapFunctions::dig, ANY);
    }

    private static Value dict(Arguments arguments) {
        Mapping map = new Mapping(MAP);
        for (int i = 0; i < arguments.count(); i += 2) {
            Value value = i + 1 < arguments.count() ? arguments.value(i + 1) : Value.of("");
            map.put(Casts.toText(arguments.value(i)), value);
        }
        return map;
    }

    private static Value get(Arguments arguments) {
        return arguments.mapping(0).members().getOrDefault(arguments.text(1), Value.of(""));
    }

    private static Value set(Arguments arguments) {
        arguments.mapping(0).put(arguments.text(1), arguments.value(2));
        return arguments.value(0);
    }

    private static Value unset(Arguments arguments) {
        arguments.mapping(0).remove(arguments.text(1));
        return arguments.value(0);
    }

    private static Value pluck(Arguments arguments) {
        List<Value> values = new ArrayList<>();
        for (int i = 1; i < arguments.count(); i++) {
            Value value = arguments.mapping(i).members().get(arguments.text(0));
            if (value != null) {
                values.add(value);
            }
        }
        return Value.list(values);
    }

    private static Value keys(Arguments arguments) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            keys.addAll(arguments.mapping(i).members().keySet());
        }
        return Value.strings(keys);
    }

    private static Value pick(Arguments arguments) {
        Mapping picked = new Mapping(MAP);
        for (int i = 1; i < arguments.count(); i++) {
            Value value = arguments.mapping(0).members().get(arguments.text(i));
            if (value != null) {
                picked.put(arguments.text(i), value);
            }
        }
        return picked;
    }

    private static Value omit(Arguments arguments) {
        Mapping kept = new Mapping(MAP, arguments.mapping(0).members());
        for (int i = 1; i < arguments.count(); i++) {
            kept.remove(arguments.text(i));
        }
        return kept;
    }

    private static Value merge(Arguments arguments, boolean overwrites) {
        Mapping target = arguments.mapping(0);
        for (int i = 1; i < arguments.count(); i++) {
            merge(target, arguments.mapping(i), overwrites);
        }
        return target;
    }

    private static void merge(Mapping target, Mapping source, boolean overwrites) {
        if (target == source) {
            return;
        }
        for (Map.Entry<String, Value> member : source.members().entrySet()) {
            Value before = target.members().getOrDefault(member.getKey(), Nil.NOTHING);
            Value after = member.getValue();
            if (before instanceof Mapping inner && after instanceof Mapping other) {
                merge(inner, other, overwrites);
            } else if (isReplaced(before, after, overwrites)) {
                target.put(member.getKey(), after);
            }
        }
    }

    private static boolean isReplaced(Value before, Value after, boolean overwrites) {
        if (before == Nil.NOTHING) {
            return true;
        }
        return overwrites ? !Casts.isEmpty(after) : Casts.isEmpty(before);
    }

    static Value copy(Value value) {
        return switch (value) {
            case Mapping map -> {
                Mapping copy = new Mapping(map.type());
                map.members().forEach((key, member) -> copy.put(key, copy(member)));
                yield copy;
            }
            case Sequence list ->
                    new Sequence(
                            list.type(),
                            list.values().stream().map(MapFunctions::copy).toList(),
                            list.isNil());
            default -> value;
        };
    }

    private static Value dig(Arguments arguments) throws CallException {
        int count = arguments.count();
        if (count < 3) {
            throw new CallException("dig needs at least three arguments");
        }
        Value value = arguments.value(count - 1);
        for (int i = 0; i < count - 2; i++) {
            if (!(value instanceof Mapping map) || !map.type().equals(MAP)) {
                throw conversion(value, MAP);
            }
            if (!(arguments.value(i) instanceof Text key)) {
                throw conversion(arguments.value(i), STRING);
            }
            Value member = map.members().get(key.bytes());
            if (member == null) {
                return arguments.value(count - 2);
            }
            value = member;
        }
        return value;
    }

    private static CallException conversion(Value value, GoType wanted) {
        String type = value instanceof Nil ? "nil" : value.type().name();
        return new CallException(
                "interface conversion: interface {} is %s, not %s".formatted(type, wanted));
    }
}
